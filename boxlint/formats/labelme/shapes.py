"""The shapes of labelme: lists of points, which `shape_type` says what they are of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_shapes import (
    Notation,
    Numbers,
    are_upright,
    from_corners,
    from_two_points,
    numbers_at,
    to_corners,
    to_two_points,
)

DEFAULT: Final = "polygon"
"""What a shape is in files of labelme before 3.6, which say no type."""
_FOUR: Final = 4
_COUNTS: Final = {"rectangle": (2, _FOUR), "circle": (2,), "rotation": (_FOUR,)}
"""How many points a shape has, where that is fixed."""


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The shape of a record: a box, four corners, or a polygon; no geometry for lines, points and masks.

    A circle is the box around it. None where `points` is no list, or not of as many points as the type has.
    """
    points, kind = record.get("points"), type_of(record)
    if not isinstance(points, list) or len(points) not in _COUNTS.get(kind, (len(points),)):
        return None
    if any(not isinstance(point, list) or len(point) != 2 for point in points):
        return None
    paths = tuple(("points", place, axis) for place in range(len(points)) for axis in (0, 1))
    if kind == "rectangle" and len(points) == 2:
        return [Notation("boxes", paths, from_two_points, to_two_points)]
    if kind == "rectangle":
        corners = numbers_at(record, paths)
        is_upright = corners is not None and are_upright(corners)
        return [Notation("boxes", paths, from_corners, to_corners) if is_upright else Notation("quads", paths)]
    if kind == "rotation":
        return [Notation("quads", paths)]
    if kind == "circle":
        return [Notation("boxes", paths, _around, None)]
    return [Notation("polygons" if kind == "polygon" else "", paths)]


def type_of(record: Mapping[str, Any]) -> str:
    """The type of a shape."""
    kind = record.get("shape_type")
    return DEFAULT if kind is None else str(kind)


def _around(numbers: Numbers) -> Numbers:
    """The box around a circle, given its centre and a point on it."""
    x, y, on_x, on_y = numbers
    radius = math.hypot(on_x - x, on_y - y)
    return x - radius, y - radius, x + radius, y + radius
