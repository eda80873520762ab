"""Traces of scripts that went wrong: repeated corner values, repeated object lists, one area for all."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxlint.arrays import Array, Flags, Numbers, Rows, cast, fetch, flagged_rows, full, like, namespace, positions
from boxlint.measures.identity import coordinate_digest, first_equal
from boxlint.measures.rowwise import across_rows
from boxlint.measures.share import share
from boxlint.orders import lexicographic_order, starts_of_runs
from boxlint.segments import segment_count, segment_max, segment_min


def object_list_repeats(
    annotations_first_same_object: Rows, annotations_is_comparable: Flags, annotations_file: Array, row_count: int
) -> Numbers:
    """How many times over the file's list of objects is one and the same list, 1 where it is not repeated.

    Crowd regions and what else is compared with nothing are left out. Shape (N,).
    """
    listed = segment_count(annotations_file, row_count, annotations_is_comparable)
    again = segment_count(annotations_file, row_count, annotations_first_same_object >= 0)
    repeats = np.ones(row_count)
    # of a list that is there twice at least half the objects are repetitions: few files, for which a loop costs nothing
    candidates = flagged_rows((listed > 0) & (2 * again >= listed))
    if len(candidates):
        first, file = fetch(annotations_first_same_object), fetch(annotations_file)
        rows = np.flatnonzero(fetch(annotations_is_comparable))
        rows = rows[np.argsort(file[rows], kind="stable")]
        originals = np.where(first[rows] >= 0, first[rows], rows)
        starts, ends = (np.searchsorted(file[rows], candidates, side) for side in ("left", "right"))
        for candidate, start, end in zip(candidates.tolist(), starts.tolist(), ends.tolist(), strict=True):
            repeats[candidate] = _list_repeats(originals[start:end])
    return like(repeats, annotations_file)


def _list_repeats(objects: Any) -> int:
    """How many times over a list is its shortest part that, repeated, makes the whole."""
    count = len(objects)
    for period in range(1, count // 2 + 1):
        if count % period == 0 and np.array_equal(objects[period:], objects[:-period]):
            return count // period
    return 1


def distinct_object_count(
    annotations_first_same_object: Rows, annotations_is_comparable: Flags, annotations_file: Array, row_count: int
) -> Numbers:
    """How many objects of the file are no repetition of an earlier one, among those compared. Shape (N,)."""
    is_new = annotations_is_comparable & (annotations_first_same_object < 0)
    return cast(segment_count(annotations_file, row_count, is_new), "float64")


@across_rows
def is_new_size(
    width: Numbers, height: Numbers, annotation_area: Numbers, annotation_is_target: Flags, file: Array
) -> Flags:
    """Whether the box is the first of its size in its file, among targets that have an area. Shape (N,)."""
    has_area = namespace(annotation_area).isfinite(annotation_area)
    is_counted = annotation_is_target & (width > 0) & (height > 0) & has_area
    return is_counted & (first_equal([file, coordinate_digest((width, height))], is_counted) < 0)


def area_count(
    boxes_is_new_size: Array, boxes_file: Array, rotated_is_new_size: Array, rotated_file: Array, row_count: int
) -> Numbers:
    """How many boxes of different size, upright or rotated, the file has that come with an area. Shape (N,)."""
    upright = segment_count(boxes_file, row_count, boxes_is_new_size)
    return cast(upright + segment_count(rotated_file, row_count, rotated_is_new_size), "float64")


def most_common_area(
    boxes_is_new_size: Array,
    boxes_annotation_area: Numbers,
    boxes_file: Array,
    rotated_is_new_size: Array,
    rotated_annotation_area: Numbers,
    rotated_file: Array,
    row_count: int,
) -> Numbers:
    """The area that most of these boxes have, +inf for none. Square pixels, shape (N,)."""
    area, file = (
        namespace(boxes_file).concat([upright[boxes_is_new_size], rotated[rotated_is_new_size]])
        for upright, rotated in ((boxes_annotation_area, rotated_annotation_area), (boxes_file, rotated_file))
    )
    order = lexicographic_order([file, area])
    file, area = file[order], area[order]
    start = positions(len(file), file)[starts_of_runs([file, area])]
    end = namespace(start).concat([start[1:], full(min(len(start), 1), len(file), "int64", start)])
    file, area, size = file[start], area[start], cast(end - start, "float64")
    is_most = size == segment_max(size, file, row_count)[file]
    return segment_min(area[is_most], file[is_most], row_count)


def common_area_share(
    boxes_is_new_size: Array,
    boxes_annotation_area: Numbers,
    boxes_file: Array,
    rotated_is_new_size: Array,
    rotated_annotation_area: Numbers,
    rotated_file: Array,
    most_common_area: Numbers,
    area_count: Numbers,
    row_count: int,
) -> Numbers:
    """The share of these boxes that have `most_common_area`, NaN for none. Unitless, shape (N,)."""
    upright, rotated = (
        segment_count(file, row_count, is_new_size & (area == most_common_area[file]))
        for is_new_size, area, file in (
            (boxes_is_new_size, boxes_annotation_area, boxes_file),
            (rotated_is_new_size, rotated_annotation_area, rotated_file),
        )
    )
    return share(upright + rotated, area_count)
