"""Reverse the vertices of quadrilaterals that run counter-clockwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape
from boxlint.vertices import signed_area

_REVERSED: Final = (0, 3, 2, 1)


def reverse(target: Target) -> Iterator[Change]:
    """Quadrilaterals with their vertices clockwise on screen (y down), the first one kept."""
    vertices = read_shapes(target, "quad").reshape(-1, 4, 2)
    runs_back = signed_area([(vertices[:, i, 0], vertices[:, i, 1]) for i in range(4)]) < 0
    vertices[runs_back] = vertices[runs_back][:, _REVERSED]
    yield from reshape(target, vertices.reshape(-1, 8))
