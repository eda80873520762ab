"""Rows of text files by what their count of numbers makes of them: a box, or an outline of points. Of files, (N,).

Counted only where the dataset has rows of a wrong count: elsewhere they are all of one kind, and none is counted.
"""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Flags, Numbers, cast, full, namespace
from boxlint.segments import segment_count

_BOX: Final = 4
_TRIANGLE: Final = 6
_SLACK: Final = 0.01
"""How far center and size may be outside, as BX209 has it."""


def miscounted_row_count(
    annotations_file: Array,
    annotations_coordinate_count: Numbers,
    annotations_expected_coordinate_count: Numbers,
    row_count: int,
) -> Numbers:
    """How many rows have another count of numbers than they should."""
    wrong = _are_miscounted(annotations_coordinate_count, annotations_expected_coordinate_count)
    return cast(segment_count(annotations_file, row_count, wrong), "float64")


def box_row_count(
    annotations_file: Array,
    annotations_coordinate_count: Numbers,
    annotations_expected_coordinate_count: Numbers,
    row_count: int,
) -> Numbers:
    """How many rows have the four numbers of a box."""
    if not _are_miscounted(annotations_coordinate_count, annotations_expected_coordinate_count).any():
        return full(row_count, 0.0, "float64", annotations_coordinate_count)
    return cast(segment_count(annotations_file, row_count, annotations_coordinate_count == _BOX), "float64")


def outline_row_count(
    annotations_file: Array,
    annotations_coordinate_count: Numbers,
    annotations_expected_coordinate_count: Numbers,
    annotations_has_mask: Flags,
    row_count: int,
) -> Numbers:
    """How many rows have the numbers of three points or more."""
    if not _are_miscounted(annotations_coordinate_count, annotations_expected_coordinate_count).any():
        return full(row_count, 0.0, "float64", annotations_coordinate_count)
    are_outlines = (annotations_coordinate_count >= _TRIANGLE) & _are_pairs(annotations_coordinate_count)
    return cast(segment_count(annotations_file, row_count, are_outlines | annotations_has_mask), "float64")


def whole_row_count(
    annotations_file: Array,
    annotations_coordinate_count: Numbers,
    annotations_expected_coordinate_count: Numbers,
    annotations_lowest_fraction: Numbers,
    annotations_highest_fraction: Numbers,
    row_count: int,
) -> Numbers:
    """How many rows of a wrong count are boxes or points all the same, all within their image or nearly so."""
    wrong = _are_miscounted(annotations_coordinate_count, annotations_expected_coordinate_count)
    within = (annotations_lowest_fraction >= -_SLACK) & (annotations_highest_fraction <= 1 + _SLACK)
    whole = wrong & within & _are_pairs(annotations_coordinate_count)
    return cast(segment_count(annotations_file, row_count, whole), "float64")


def _are_miscounted(counts: Numbers, expected: Numbers) -> Flags:
    """Whether both are known and differ."""
    return (counts < expected) | (counts > expected)


def _are_pairs(counts: Numbers) -> Flags:
    return counts == 2 * namespace(counts).floor(counts / 2)
