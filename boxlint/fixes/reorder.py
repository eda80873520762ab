"""Reorder the vertices of quadrilaterals that cross themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape
from boxlint.measures.vertices import crossing_edge, signed_area

_ORDERS: Final = np.array(
    [
        # by the edge that crosses the one opposite: both are the diagonals of the convex shape
        [[0, 1, 2, 3], [0, 1, 2, 3]],
        [[0, 2, 1, 3], [0, 3, 1, 2]],
        [[0, 1, 3, 2], [0, 2, 3, 1]],
    ]
)
"""Orders of the vertices by crossing edge (none, first, second), each in both directions."""


def reorder(target: Target) -> Iterator[Change]:
    """Bow-ties as the convex quadrilaterals of their vertices: clockwise on screen (y down), the first vertex kept."""
    vertices = read_shapes(target, "quad").reshape(-1, 4, 2)
    crossing = crossing_edge(_points(vertices)).astype(np.int64)
    order = _ORDERS[crossing, 0]
    runs_back = signed_area(_points(_ordered(vertices, order))) < 0
    yield from reshape(
        target, _ordered(vertices, np.where(runs_back[:, None], _ORDERS[crossing, 1], order)).reshape(-1, 8)
    )


def _ordered(vertices: Any, order: Any) -> Any:
    """Shapes (M, 4, 2), (M, 4) → (M, 4, 2)."""
    return np.take_along_axis(vertices, order[:, :, None], axis=1)


def _points(vertices: Any) -> list[tuple[Any, Any]]:
    return [(vertices[:, i, 0], vertices[:, i, 1]) for i in range(4)]
