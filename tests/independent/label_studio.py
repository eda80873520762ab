"""Label Studio by the standard library."""

from __future__ import annotations

import cmath
import json
import math
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"value", "x", "y", "width", "height", "rotation", "points"}


def records(data: bytes, _: Path) -> list[Any]:
    """What is drawn in all tasks."""
    tasks = json.loads(data.decode("utf-8-sig"))
    if not isinstance(tasks, list):
        raise ValueError("no list")
    found: list[Any] = []
    for task in tasks:
        if not isinstance(task, dict):
            continue
        for made in task.get("annotations", task.get("completions", [])):
            found += [item for item in made.get("result", []) if not isinstance(item, dict) or _is_drawn(item)]
        if "annotations" not in task and "completions" not in task:
            for values in task.values():
                if isinstance(values, list) and any("original_width" in item for item in values):
                    found += values
    return found


def _is_drawn(item: dict[str, Any]) -> bool:
    return str(item.get("type")).endswith("labels")


def objects(path: Path) -> list[Object]:
    """The rectangles, turned ones by complex numbers, and upright ellipses."""
    found: list[Object] = []
    for item in records(path.read_bytes(), path):
        value = item.get("value", item)
        if "ellipselabels" in value:
            across, down = item["original_width"] / 100, item["original_height"] / 100
            x, y, wide, high = value["x"], value["y"], value["radiusX"], value["radiusY"]
            corners = ((x - wide) * across, (y - high) * down, (x + wide) * across, (y + high) * down)
            found.append((value["ellipselabels"][0], corners))
        if "rectanglelabels" not in value:
            continue
        across, down = item["original_width"] / 100, item["original_height"] / 100
        x, y = value["x"] * across, value["y"] * down
        width, height = value["width"] * across, value["height"] * down
        angle = math.radians(value.get("rotation") or 0)
        name = value["rectanglelabels"][0]
        if angle:
            center = complex(x, y) + complex(width, height) / 2 * cmath.exp(1j * angle)
            found.append((name, (center.real, center.imag, width, height, angle)))
        else:
            found.append((name, (x, y, x + width, y + height)))
    return found
