"""Other readers of the formats, a module a format: the standard library or somebody else's package, nothing of ours.

`records(data, path)` gives the annotations of a file in order, each as something with a telling `repr`; it raises
ValueError for a file that it cannot read. `objects(path)` gives them as `Object`. Where records are mappings, `FIXED`
are the keys whose values fixes write.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

Object = tuple[str, tuple[float, ...]]
"""A category as it is written, or the name that it stands for, and a shape: x_min, y_min, x_max, y_max of a box, or of
what encloses a polygon, x1 … y4 of a quad, center_x, center_y, width, height, angle of a rotated box, or x_min, y_min,
z_min, x_max, y_max, z_max; in pixels, or as fractions."""


def find(format: str) -> ModuleType:
    """The other reader of a format."""
    return import_module(f"tests.independent.{format.replace('-', '_')}")


def records(format: str, data: bytes, path: Path) -> list[Any] | None:
    """The annotations of a file by the other reader; None where it cannot read it."""
    try:
        found: list[Any] = find(format).records(data, path)
    except ValueError:
        return None
    return found
