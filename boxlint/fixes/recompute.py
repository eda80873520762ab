"""Recompute what follows from a mask, a box or keypoints: the box that is missing, areas, counts of keypoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.arrays import gather
from boxlint.fixes.changes import Change, Mask, Target
from boxlint.fixes.rows import annotations_of, parents_of

_ROTATED: Final = 5
"""Numbers of a rotated box."""


def recompute(target: Target) -> Iterator[Change]:
    """In the stage of geometry `box`, for a rule that reads `lacks_box`.

    In the derived one `num_keypoints`, for a rule that reads `visible_keypoint_count`, and `area` for any other.
    """
    if "lacks_box" in target.names:
        if target.stage == "geometry":
            yield from _boxes(target)
    elif target.stage == "derived":
        yield from _keypoint_counts(target) if "visible_keypoint_count" in target.names else _areas(target)


def _boxes(target: Target) -> Iterator[Change]:
    """The extents of masks as boxes, where they have an area; keypoints alone say little of an object's outline."""
    rows = annotations_of(target)
    # a mask tells the angle of no rotated box
    is_upright = target.columns("annotation", "expected_coordinate_count")[rows] != _ROTATED
    rows = rows[target.columns("annotation", "lacks_box")[rows] & is_upright]
    extents = np.array([_extent(mask) for mask in target.masks(rows)], np.float64).reshape(-1, 4)
    is_box = np.isfinite(extents).all(1) & (extents[:, 0] < extents[:, 2]) & (extents[:, 1] < extents[:, 3])
    if is_box.any():
        yield Change("annotation", rows[is_box], "box", extents[is_box])


def _extent(mask: Mask | None) -> tuple[float, float, float, float]:
    return mask.extent if mask else (np.nan, np.nan, np.nan, np.nan)


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
