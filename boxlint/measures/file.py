"""Measures of files."""

from __future__ import annotations

from boxlint.arrays import Array, Flags, Numbers, cast, segment_count
from boxlint.measures.repetition import area_count as area_count
from boxlint.measures.repetition import common_area_share as common_area_share
from boxlint.measures.repetition import distinct_object_count as distinct_object_count
from boxlint.measures.repetition import most_common_area as most_common_area
from boxlint.measures.repetition import object_list_repeats as object_list_repeats
from boxlint.measures.text import flag_texts
from boxlint.tables import Text

__all__ = [
    "area_count",
    "category_count",
    "common_area_share",
    "distinct_object_count",
    "lacks_images",
    "most_common_area",
    "object_list_repeats",
]


def lacks_images(missing_list: Text) -> Flags:
    """Whether the list of images itself is absent. Shape (N,)."""
    return flag_texts(missing_list, lambda lists: "images" in lists)


def category_count(categories_file: Array, row_count: int) -> Numbers:
    """How many categories the file lists. Shape (N,)."""
    return cast(segment_count(categories_file, row_count), "float64")
