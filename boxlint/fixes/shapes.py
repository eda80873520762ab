"""The shapes of a target's rows as one array, and the change that makes other shapes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.columns import Columns
from boxlint.fixes.changes import Change, Target

_COLUMNS: Final = {
    "box": ("x_min", "y_min", "x_max", "y_max"),
    "quad": tuple(f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"),
    "rotated": ("center_x", "center_y", "width", "height", "angle"),
    "cuboid": ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max"),
}


def read_shapes(target: Target, table: str) -> Any:
    """The shapes of the target's rows in the form of a change of that field; none where it is of another table.

    Shape (M, k) for boxes (k = 4), quads (8), rotated boxes (5) or cuboids (6), float64.
    """
    rows = target.rows if target.table == table else np.zeros(0, np.int64)
    return shape_columns(target.columns, table)[rows]


def shape_columns(columns: Columns, table: str) -> Any:
    """All shapes of a table in the form of a change of that field. Shape (N, k), float64."""
    return np.column_stack([columns(table, name) for name in _COLUMNS[table]])


def reshape(target: Target, shapes: Any) -> Iterator[Change]:
    """The change of the target's rows to other shapes (M, k): of those that differ, where both are finite numbers."""
    table = target.table
    if table not in _COLUMNS or not len(shapes):
        return
    before = read_shapes(target, table)
    annotations = target.columns(table, "annotation")[target.rows]
    is_sound = np.isfinite(before).all(1) & np.isfinite(shapes).all(1) & (annotations >= 0)
    changed = is_sound & (before != shapes).any(1)
    if changed.any():
        yield Change("annotation", annotations[changed], table, shapes[changed])
