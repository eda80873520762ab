"""VIA by the standard library."""

from __future__ import annotations

import cmath
import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"shape_attributes"}


def records(data: bytes, _: Path) -> list[Any]:
    """The regions of all images."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("no object")
    found: list[Any] = []
    for image in value.get("_via_img_metadata", value).values():
        regions = image.get("regions") if isinstance(image, dict) else None
        found += regions.values() if isinstance(regions, dict) else regions if isinstance(regions, list) else []
    return found


def objects(path: Path) -> list[Object]:
    """The boxes, and those around other shapes; the class is the attribute of the data that is tested with."""
    found: list[Object] = []
    for record in records(path.read_bytes(), path):
        shape, attributes = record["shape_attributes"], record["region_attributes"]
        label = next((attributes[name] for name in ("class", "label", "name", "insect") if name in attributes), "")
        if shape["name"] == "rect":
            x, y = shape["x"], shape["y"]
            found.append((label, (x, y, x + shape["width"], y + shape["height"])))
        elif shape["name"] == "polygon":
            xs, ys = shape["all_points_x"], shape["all_points_y"]
            found.append((label, (min(xs), min(ys), max(xs), max(ys))))
        elif shape["name"] == "circle":
            x, y, radius = shape["cx"], shape["cy"], shape["r"]
            found.append((label, (x - radius, y - radius, x + radius, y + radius)))
        elif shape["name"] == "ellipse":
            turn = cmath.exp(1j * shape.get("theta", 0))
            wide = abs(complex(shape["rx"] * turn.real, shape["ry"] * turn.imag))
            high = abs(complex(shape["rx"] * turn.imag, shape["ry"] * turn.real))
            x, y = shape["cx"], shape["cy"]
            found.append((label, (x - wide, y - high, x + wide, y + high)))
    return found
