"""The rows of many objects at once: their shapes, and the values that ultralytics holds against its limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from boxlint.formats.rows import Rows
from boxlint.formats.yolo.layout import BOX, Layout


def add_objects(rows: Rows, layout: Layout, objects: Any, counts: Any, numbers: Any) -> int:
    """Add sound objects; the row of the first of them.

    `objects` (N, 8) float64 are the columns of `ANNOTATION`. Each has `counts` (N,) int64 of the `numbers` (V,)
    float64, which are fractions.
    """
    first = rows.add_annotations(objects)
    added = np.arange(first, first + len(objects))
    if not len(objects):
        return first
    if layout.kind == "yolo-segment":
        rows.add_polygons(added, counts, numbers)
        rows.set_all(added, has_mask=np.ones(len(added)))
        starts = np.cumsum(counts) - counts
        extents = [
            extreme.reduceat(numbers[axis::2], starts // 2) for extreme in (np.minimum, np.maximum) for axis in (0, 1)
        ]
        _set_limits(rows, added, *_enclosing(*extents))
        return first
    values = numbers.reshape(len(objects), -1)
    if layout.kind == "yolo-obb":
        rows.add_shapes("quads", added, values)
        x, y = values[:, ::2], values[:, 1::2]
        _set_limits(rows, added, *_enclosing(x.min(1), y.min(1), x.max(1), y.max(1)))
        return first
    center_x, center_y, width, height = values[:, :BOX].T
    with np.errstate(invalid="ignore", over="ignore"):
        corners = (center_x - width / 2, center_y - height / 2, center_x + width / 2, center_y + height / 2)
    rows.add_shapes("boxes", added, np.column_stack(corners))
    lowest = highest = values
    if layout.kind == "yolo-pose":
        points = values[:, BOX:].reshape(len(values), layout.keypoints, layout.dimensions)
        _add_keypoints(rows, added, points)
        highest = points[:, :, :2].reshape(len(values), -1)
    _set_limits(rows, added, lowest, highest)
    return first


def add_limits(rows: Rows, row: int, numbers: Sequence[float]) -> None:
    """The limits of a row of another kind than its folder's: of a box, or of what encloses points.

    A negative size, which no other rule can tell of such a row, is below all of them.
    """
    values = np.array([numbers], np.float64)
    if len(numbers) == BOX:
        is_reversed = bool((values[:, BOX // 2 :] < 0).any())
        _set_limits(rows, [row], np.full((1, 1), -np.inf) if is_reversed else values, values)
    elif len(numbers) and len(numbers) % 2 == 0:
        x, y = values[:, ::2], values[:, 1::2]
        _set_limits(rows, [row], *_enclosing(x.min(1), y.min(1), x.max(1), y.max(1)))


def _add_keypoints(rows: Rows, added: Any, points: Any) -> None:
    """The keypoints (N, K, 2 or 3). Where no visibility is written, all are visible, but negative ones are absent."""
    count = points.shape[1]
    ones = np.ones(len(added))
    rows.set_all(added, has_keypoints=ones, has_keypoint_field=ones, keypoint_number_count=3.0 * count * ones)
    if points.shape[2] == 2:
        is_there = ~((points[..., 0] < 0) | (points[..., 1] < 0))
        points = np.concatenate((points, np.where(is_there, 2.0, 0.0)[..., None]), axis=2)
    rows.add_shapes("keypoints", np.repeat(added, count), points.reshape(-1, 3))


def _enclosing(x_min: Any, y_min: Any, x_max: Any, y_max: Any) -> tuple[Any, Any]:
    """Center and size of the boxes around points, twice, as ultralytics has them: float32 before anything else."""
    with np.errstate(invalid="ignore", over="ignore"):
        x_min, y_min, x_max, y_max = (side.astype(np.float32) for side in (x_min, y_min, x_max, y_max))
        box = np.column_stack(((x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min))
    return box, box


def _set_limits(rows: Rows, added: Any, lowest: Any, highest: Any) -> None:
    """The least of some values (N, V) and the greatest of others (N, W), as float32 has them."""
    with np.errstate(over="ignore"):
        least = lowest.astype(np.float32).min(1)
        greatest = highest.astype(np.float32).max(1) if highest.shape[1] else np.full(len(added), np.nan)
    rows.set_all(added, lowest_fraction=least, highest_fraction=greatest)
