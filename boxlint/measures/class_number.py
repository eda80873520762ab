"""Which numbers objects write for their classes. Of file sets, shape (N,)."""

from __future__ import annotations

from collections.abc import Callable

from boxlint.arrays import Array, Flags, Numbers, cast, full
from boxlint.segments import segment_any, segment_count, segment_max, segment_min


def lowest_class(
    annotations_file_set: Array, annotations_label: Numbers, images_has_fractions: Flags, row_count: int
) -> Numbers:
    """The least class number where coordinates are fractions of an image, infinite without any."""
    return _extreme(segment_min, annotations_file_set, annotations_label, images_has_fractions, row_count)


def highest_class(
    annotations_file_set: Array, annotations_label: Numbers, images_has_fractions: Flags, row_count: int
) -> Numbers:
    """The greatest such class number, −inf without any."""
    return _extreme(segment_max, annotations_file_set, annotations_label, images_has_fractions, row_count)


def _extreme(
    reduce: Callable[[Array, Array, int], Array], file_set: Array, label: Numbers, has_fractions: Flags, count: int
) -> Numbers:
    # formats of pixels have names, or ids that mean nothing
    known = label == label if has_fractions.any() else full(len(label), False, "bool", label)  # noqa: PLR0124
    return reduce(label[known], file_set[known], count)


def used_class_count(categories_file_set: Array, categories_annotation_count: Numbers, row_count: int) -> Numbers:
    """How many categories have objects."""
    return cast(segment_count(categories_file_set, row_count, categories_annotation_count > 0), "float64")


def listed_class_count(categories_file_set: Array, categories_is_listed: Flags, row_count: int) -> Numbers:
    """How many categories a class list has, where there is one; see `has_class_list`."""
    return cast(segment_count(categories_file_set, row_count, categories_is_listed), "float64")


def has_class_list(files_file_set: Array, files_has_class_list: Flags, row_count: int) -> Flags:
    """Whether it is known which classes there are."""
    return segment_any(files_has_class_list, files_file_set, row_count)
