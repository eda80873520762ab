"""labelme by the standard library."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"points"}


def records(data: bytes, _: Path) -> list[Any]:
    """The shapes."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("no object")
    return list(value.get("shapes") or [])


def objects(path: Path) -> list[Object]:
    """Rectangles, circles and rotated boxes, and the boxes around polygons."""
    found: list[Object] = []
    for shape in records(path.read_bytes(), path):
        points, kind = shape["points"], shape.get("shape_type", "polygon")
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if kind == "rotation":
            found.append((shape["label"], tuple(number for point in points for number in point)))
        elif kind == "circle":
            radius = math.dist(*points)
            found.append((shape["label"], (xs[0] - radius, ys[0] - radius, xs[0] + radius, ys[0] + radius)))
        elif kind in ("rectangle", "polygon"):
            found.append((shape["label"], (min(xs), min(ys), max(xs), max(ys))))
    return found
