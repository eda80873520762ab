"""How often categories, sizes of boxes and boxes as large as their image occur. Counted over training targets."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, gather
from boxlint.measures.identity import coordinate_digest, mix
from boxlint.measures.rowwise import across_rows
from boxlint.measures.share import share
from boxlint.orders import equal_row_groups
from boxlint.segments import segment_count, segment_max
from boxlint.tables import Text


def target_count(annotations_category: Array, annotations_is_target: Flags, row_count: int) -> Numbers:
    """How many targets have the category. Shape (N,)."""
    return cast(segment_count(annotations_category, row_count, annotations_is_target), "float64")


def largest_target_count(target_count: Numbers, file_set: Array, file_sets_path: Text) -> Numbers:
    """How many targets the most frequent category of the file set has. Shape (N,)."""
    return gather(segment_max(target_count, file_set, len(file_sets_path)), file_set, float("nan"))


def target_count_in_set(
    annotations_file_set: Array, annotations_is_target: Flags, file_set: Array, file_sets_path: Text
) -> Numbers:
    """How many targets the file set of the category has. Shape (N,)."""
    count = cast(segment_count(annotations_file_set, len(file_sets_path), annotations_is_target), "float64")
    return gather(count, file_set, float("nan"))


def sample_count(boxes_is_sample: Flags, boxes_category: Array, row_count: int) -> Numbers:
    """How many targets of the category have a box with finite sides above 0. Shape (N,)."""
    return cast(segment_count(boxes_category, row_count, boxes_is_sample), "float64")


@across_rows
def same_size_count(width: Numbers, height: Numbers, category: Array, is_sample: Flags) -> Numbers:
    """How many of these boxes of the category have the size of this one; 0 for others. Shape (N,)."""
    count = cast(is_sample, "float64")
    group, _ = equal_row_groups([mix([category, coordinate_digest((width, height))])[is_sample]])
    count[is_sample] = cast(segment_count(group, len(group)), "float64")[group]
    return count


def common_size_share(
    boxes_same_size_count: Numbers, boxes_category: Array, sample_count: Numbers, row_count: int
) -> Numbers:
    """The share of these boxes that have the most common size, NaN without any. Unitless, shape (N,)."""
    return share(segment_max(boxes_same_size_count, boxes_category, row_count), sample_count)


def image_filling_share(
    boxes_has_size_and_image: Array,
    boxes_is_partial: Array,
    boxes_file_set: Array,
    box_with_size_count: Numbers,
    row_count: int,
) -> Numbers:
    """The share of the file set's boxes in images of known size that fill their image, NaN without any. Shape (N,)."""
    which = boxes_has_size_and_image & ~boxes_is_partial
    return share(segment_count(boxes_file_set, row_count, which), box_with_size_count)
