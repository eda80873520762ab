"""The shapes of Scalabel's labels: a box by two corners, and closed outlines, pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_shapes import Notation

_CORNERS: Final = tuple(("box2d", key) for key in ("x1", "y1", "x2", "y2"))
_STRAIGHT: Final = frozenset("L")


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The shapes of a label, those that are null left out; no geometry for lanes, masks and boxes in space.

    Vertices of curves lie beside them: such an outline is that of its control points, and is not edited. None where
    the outlines are no lists of points.
    """
    shapes = [Notation("boxes", _CORNERS)] if record.get("box2d") is not None else []
    outlines = record.get("poly2d")
    if outlines is None or outlines == []:
        return shapes or [Notation("", ())]
    if not isinstance(outlines, list):
        return None
    for part, outline in enumerate(outlines):
        vertices = outline.get("vertices") if isinstance(outline, dict) else None
        if not isinstance(vertices, list) or any(not isinstance(point, list) or len(point) != 2 for point in vertices):
            return None
        paths = tuple(("poly2d", part, "vertices", place, axis) for place in range(len(vertices)) for axis in (0, 1))
        table = "polygons" if outline.get("closed") is True else ""
        is_straight = {*str(outline.get("types") or "")} <= _STRAIGHT
        shapes.append(
            Notation(table, paths, part=part) if is_straight else Notation(table, paths, write=None, part=part)
        )
    return shapes
