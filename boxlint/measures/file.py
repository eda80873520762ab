"""Measures of files."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Flags, Numbers, cast, full
from boxlint.measures.repetition import area_count as area_count
from boxlint.measures.repetition import common_area_share as common_area_share
from boxlint.measures.repetition import distinct_object_count as distinct_object_count
from boxlint.measures.repetition import most_common_area as most_common_area
from boxlint.measures.repetition import object_list_repeats as object_list_repeats
from boxlint.measures.row_kind import box_row_count as box_row_count
from boxlint.measures.row_kind import miscounted_row_count as miscounted_row_count
from boxlint.measures.row_kind import outline_row_count as outline_row_count
from boxlint.measures.row_kind import whole_row_count as whole_row_count
from boxlint.measures.text import flag_texts
from boxlint.segments import segment_count
from boxlint.tables import Keys, Text

__all__ = [
    "area_count",
    "box_row_count",
    "category_count",
    "common_area_share",
    "distinct_object_count",
    "has_coco_ids",
    "lacks_images",
    "miscounted_row_count",
    "most_common_area",
    "object_list_repeats",
    "outline_row_count",
    "record_count",
    "whole_row_count",
]

_COCO_IDS: Final = frozenset(range(1, 91)) - {12, 26, 29, 30, 45, 66, 68, 69, 71, 83}
"""The ids of the 80 categories of COCO, from 1 to 90 with gaps."""


def lacks_images(missing_list: Text) -> Flags:
    """Whether the list of images itself is absent. Shape (N,)."""
    return flag_texts(missing_list, lambda lists: "images" in lists)


def category_count(categories_file: Array, row_count: int) -> Numbers:
    """How many categories the file lists. Shape (N,)."""
    return cast(segment_count(categories_file, row_count), "float64")


def record_count(annotations_file: Array, row_count: int) -> Numbers:
    """How many annotations the file has. Shape (N,)."""
    return cast(segment_count(annotations_file, row_count), "float64")


def has_coco_ids(categories_file: Array, categories_id: Keys, categories_repeats_id: Flags, row_count: int) -> Flags:
    """Whether the file lists exactly the ids of the 80 categories of COCO. Shape (N,)."""
    numbers = categories_id.numbers
    is_official = full(len(numbers), False, "bool", numbers)
    for number in _COCO_IDS:
        is_official = is_official | (numbers == number)
    official = segment_count(categories_file, row_count, is_official & ~categories_repeats_id)
    return (official == len(_COCO_IDS)) & (segment_count(categories_file, row_count) == len(_COCO_IDS))
