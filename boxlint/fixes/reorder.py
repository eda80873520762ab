"""Reorder the vertices of quadrilaterals, and of polygons of four points, that cross themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import rows_by_parent
from boxlint.fixes.shapes import read_shapes, reshape
from boxlint.vertices import crossing_edge, signed_area

_ORDERS: Final = np.array(
    [
        # by the edge that crosses the one opposite: both are the diagonals of the convex shape
        [[0, 1, 2, 3], [0, 1, 2, 3]],
        [[0, 2, 1, 3], [0, 3, 1, 2]],
        [[0, 1, 3, 2], [0, 2, 3, 1]],
    ]
)
"""Orders of the vertices by crossing edge (none, first, second), each in both directions."""
_COORDINATES: Final = 8


def reorder(target: Target) -> Iterator[Change]:
    """Bow-ties as the convex quadrilaterals of their vertices: clockwise on screen (y down), the first vertex kept."""
    if target.table == "polygon":
        yield from _polygons(target)
    else:
        yield from reshape(target, _untied(read_shapes(target, "quad")))


def _polygons(target: Target) -> Iterator[Change]:
    """`polygons` with their first four vertices in order; a fifth repeats the first, which stays."""
    owner, part = (target.columns("polygon", name)[target.rows] for name in ("annotation", "part"))
    annotations = np.unique(owner)
    changed: list[int] = []
    values: list[dict[int, tuple[float, ...]]] = []
    for (annotation, own), polygons in zip(
        rows_by_parent(owner, annotations), target.polygons(annotations), strict=True
    ):
        parts = {}
        for place in part[own].astype(np.int64).tolist():
            numbers = polygons[place] if place < len(polygons) else ()
            if len(numbers) >= _COORDINATES:
                untied = _untied(np.array([numbers[:_COORDINATES]], np.float64))[0]
                parts[place] = (*untied.tolist(), *numbers[_COORDINATES:])
        if parts:
            changed.append(annotation)
            values.append(parts)
    if changed:
        yield Change("annotation", np.array(changed, np.int64), "polygons", values)


def _untied(shapes: Any) -> Any:
    """Shapes of four vertices with these in order. Shapes (M, 8) → (M, 8)."""
    vertices = shapes.reshape(-1, 4, 2)
    crossing = crossing_edge(_points(vertices)).astype(np.int64)
    order = _ORDERS[crossing, 0]
    runs_back = signed_area(_points(_ordered(vertices, order))) < 0
    return _ordered(vertices, np.where(runs_back[:, None], _ORDERS[crossing, 1], order)).reshape(-1, _COORDINATES)


def _ordered(vertices: Any, order: Any) -> Any:
    """Shapes (M, 4, 2), (M, 4) → (M, 4, 2)."""
    return np.take_along_axis(vertices, order[:, :, None], axis=1)


def _points(vertices: Any) -> list[tuple[Any, Any]]:
    return [(vertices[:, i, 0], vertices[:, i, 1]) for i in range(4)]
