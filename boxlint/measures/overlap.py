"""How far boxes coincide: with earlier ones, found by a sweep instead of all pairs, and with their own quad."""

from __future__ import annotations

from typing import Final

import numpy as np

from boxlint.arrays import Array, Flags, Numbers, Rows, cast, full, namespace, positions
from boxlint.measures.finite import all_finite
from boxlint.measures.rowwise import across_rows
from boxlint.orders import lexicographic_order, starts_of_runs
from boxlint.segments import segment_max, segment_min
from boxlint.tables import Keys

LEAST_IOU: Final = 0.8
"""Overlaps below this are not looked for: real neighbours reach it."""
_REACH: Final = (1 - LEAST_IOU) / LEAST_IOU
"""From IoU ≥ t follows that the differences of left and right edges (and of upper and lower ones) together are at most
(1 − t)/t of either box's width (height): they are what the widths have not in common, and that the IoU of the
widths alone is at least t."""
_SLACK: Final = 1e-9
_TOGETHER: Final = 2**16
"""Boxes that are swept at once: what they need on the way fits into a processor's cache."""
_TOGETHER_ON_DEVICE: Final = 2**22
"""On a GPU, which waits for each step of a sweep: fewer and longer ones. Reckoned at 1 GiB, not tried."""


def intersection_over_union(first: tuple[Array, ...], second: tuple[Array, ...]) -> Numbers:
    """IoU of two rows of boxes, each as x_min, y_min, x_max, y_max. Shape (N,)."""
    xp = namespace(first[0])
    width = xp.minimum(first[2], second[2]) - xp.maximum(first[0], second[0])
    height = xp.minimum(first[3], second[3]) - xp.maximum(first[1], second[1])
    zero = full(len(width), 0.0, "float64", width)
    common = xp.maximum(width, zero) * xp.maximum(height, zero)
    areas = (first[2] - first[0]) * (first[3] - first[1]) + (second[2] - second[0]) * (second[3] - second[1])
    return common / (areas - common)


def is_overlap_candidate(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    annotation_is_comparable: Flags,
    annotation_first_same_object: Array,
) -> Flags:
    """Whether the box is comparable (as for exact duplicates), has an area, and is no exact duplicate. Shape (N,)."""
    has_area = all_finite((x_min, y_min, x_max, y_max)) & (x_max > x_min) & (y_max > y_min)
    return has_area & annotation_is_comparable & (annotation_first_same_object < 0)


@across_rows
def most_similar_earlier_box(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image: Array,
    category: Array,
    annotation_written_category_id: Keys,
    is_overlap_candidate: Flags,
) -> Rows:
    """The earlier target of the same image and category with the largest IoU, if that is at least 0.8, else −1.

    Image and category make groups. Those of more than one box are swept, `_TOGETHER` boxes and the rest of the last
    group at a time: memory grows with the boxes of the largest group, not with pairs. Shape (N,).
    """
    xp = namespace(x_min)
    rows = positions(len(x_min), x_min)[is_overlap_candidate]
    same = [column[rows] for column in (image, category, annotation_written_category_id.numbers)]
    order = lexicographic_order(same)
    starts_group = starts_of_runs([column[order] for column in same])
    group = xp.cumulative_sum(cast(starts_group, "int64"))
    ends_group = xp.concat([starts_group[1:], full(min(len(rows), 1), True, "bool", rows)])
    has_company = ~(starts_group & ends_group)
    rows, group = rows[order][has_company], group[has_company]
    result = full(len(x_min), -1, "int64", x_min)
    start, together = 0, _TOGETHER if isinstance(rows, np.ndarray) else _TOGETHER_ON_DEVICE
    while start < len(rows):
        last = min(start + together, len(rows)) - 1
        end = int(xp.searchsorted(group, group[last : last + 1], side="right")[0])
        swept = rows[start:end]
        result[swept] = _sweep(tuple(column[swept] for column in (x_min, y_min, x_max, y_max)), group[start:end], swept)
        start = end
    return result


def _sweep(corners: tuple[Array, ...], group: Array, rows: Array) -> Rows:
    """For boxes in groups, the most similar one of the group with a smaller row number.

    Boxes are sorted along the sum of their corners, where those so alike are close together; then each is compared
    with the next one, the next but one, and so on, as long as any is within reach.
    """
    xp = namespace(group)
    place = corners[0] + corners[1] + corners[2] + corners[3]
    order = lexicographic_order([group, place])
    group, place, rows = group[order], place[order], rows[order]
    corners = tuple(column[order] for column in corners)
    reach = _REACH * (corners[2] - corners[0] + corners[3] - corners[1]) * (1 + _SLACK) + _SLACK * xp.abs(place)
    best, best_iou = full(len(rows), -1, "int64", rows), full(len(rows), LEAST_IOU, "float64", place)
    active, step = positions(len(rows), rows), 0
    while True:
        step += 1
        active = active[active + step < len(rows)]
        other = active + step
        active = active[(group[other] == group[active]) & (place[other] - place[active] <= reach[active])]
        if len(active) == 0:
            break
        other = active + step
        iou = intersection_over_union(tuple(c[active] for c in corners), tuple(c[other] for c in corners))
        is_similar = iou >= LEAST_IOU
        first, second, iou = active[is_similar], other[is_similar], iou[is_similar]
        # twice, because one box may be the later one of two pairs
        for later, earlier in ((first, second), (second, first)):
            is_best = (rows[earlier] < rows[later]) & (
                (iou > best_iou[later])
                | ((iou == best_iou[later]) & ((best[later] < 0) | (rows[earlier] < best[later])))
            )
            best_iou[later[is_best]] = iou[is_best]
            best[later[is_best]] = rows[earlier[is_best]]
    found = full(len(rows), -1, "int64", rows)
    found[order] = best
    return found


@across_rows
def largest_iou_with_earlier(
    x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers, most_similar_earlier_box: Array
) -> Numbers:
    """IoU with the most similar earlier target of the same image and category; 0 where it is below 0.8. Shape (N,)."""
    rows = positions(len(x_min), x_min)[most_similar_earlier_box >= 0]
    other = most_similar_earlier_box[rows]
    corners = (x_min, y_min, x_max, y_max)
    largest = full(len(x_min), 0.0, "float64", x_min)
    largest[rows] = intersection_over_union(tuple(c[rows] for c in corners), tuple(c[other] for c in corners))
    return largest


def box_quad_iou(
    boxes_annotation: Array,
    boxes_x_min: Array,
    boxes_y_min: Array,
    boxes_x_max: Array,
    boxes_y_max: Array,
    quads_annotation: Array,
    quads_x_min: Array,
    quads_y_min: Array,
    quads_x_max: Array,
    quads_y_max: Array,
    row_count: int,
) -> Numbers:
    """IoU of the annotation's box and the upright box around its quad, NaN unless it has both. Shape (N,)."""
    if not len(boxes_annotation) or not len(quads_annotation):
        return full(row_count, float("nan"), "float64", boxes_annotation)
    shapes = (
        (boxes_annotation, boxes_x_min, boxes_y_min, boxes_x_max, boxes_y_max),
        (quads_annotation, quads_x_min, quads_y_min, quads_x_max, quads_y_max),
    )
    box, quad = (
        tuple(segment_min(c, link, row_count) for c in (x_min, y_min))
        + tuple(segment_max(c, link, row_count) for c in (x_max, y_max))
        for link, x_min, y_min, x_max, y_max in shapes
    )
    # what an annotation lacks has infinite corners
    iou = intersection_over_union(box, quad)
    return namespace(iou).where(all_finite(box + quad), iou, full(row_count, float("nan"), "float64", iou))
