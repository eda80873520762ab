"""Recompute what follows from a mask, a box or keypoints: the box that is missing, areas, counts of keypoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.arrays import gather
from boxlint.fixes.changes import Change, Target
from boxlint.fixes.clip import cut
from boxlint.fixes.rows import annotations_of, parents_of

_EXTENT: Final = ("mask_x_min", "mask_y_min", "mask_x_max", "mask_y_max")


def recompute(target: Target) -> Iterator[Change]:
    """In the stage of geometry `box`, for a rule that reads `lacks_box` or `mask_box_iou`.

    In the derived one `num_keypoints`, for a rule that reads `visible_keypoint_count`, and `area` for any other.
    """
    names = {*target.names}
    if {"lacks_box", "mask_box_iou"} & names:
        if target.stage == "geometry":
            yield from _boxes_of_masks(target)
    elif target.stage == "derived":
        yield from _keypoint_counts(target) if "visible_keypoint_count" in names else _areas(target)


def _boxes_of_masks(target: Target) -> Iterator[Change]:
    """The extents of masks within their image, which is where a box ends."""
    rows = annotations_of(target)
    columns = [target.columns("annotation", name)[rows] for name in (*_EXTENT, "image_width", "image_height")]
    corners = cut(np.column_stack(columns[:4]), columns[4:])
    is_box = np.isfinite(corners).all(1) & (corners[:, 0] < corners[:, 2]) & (corners[:, 1] < corners[:, 3])
    if is_box.any():
        yield Change("annotation", rows[is_box], "box", corners[is_box])


def _keypoint_counts(target: Target) -> Iterator[Change]:
    """How many keypoints are labelled, where their list is one."""
    rows = annotations_of(target)
    counts = target.columns("annotation", "visible_keypoint_count")[rows]
    changed = np.isfinite(counts) & (counts != target.columns("annotation", "num_keypoints")[rows])
    if changed.any():
        yield Change("annotation", rows[changed], "num_keypoints", counts[changed].astype(np.int64))


def _areas(target: Target) -> Iterator[Change]:
    """The areas of annotations: of their mask, else of their box; for BX108, a mask's is at most the box's."""
    columns = target.columns
    rows = _with_constant_area(target) if target.table == "file" else annotations_of(target)
    box = columns("annotation", "box_area")[rows]
    mask = np.full(len(rows), np.nan)
    has_mask = columns("annotation", "has_mask")[rows]
    mask[has_mask] = [found.area if found else np.nan for found in target.masks(rows[has_mask])]
    if "area_difference" in target.names:
        mask = np.fmin(mask, box)
    area = np.where(mask > 0, mask, box)
    changed = np.isfinite(area) & (area != columns("annotation", "area")[rows])
    if changed.any():
        yield Change("annotation", rows[changed], "area", area[changed])


def _with_constant_area(target: Target) -> Any:
    """The annotations that have the most common area of their file, one of the target's. Ascending, int64."""
    columns = target.columns
    file = columns("annotation", "file")
    common = gather(columns("file", "most_common_area"), file, np.nan)
    has_common = columns("annotation", "area") == common
    return np.flatnonzero(has_common & np.isin(file, parents_of(target, "file")))
