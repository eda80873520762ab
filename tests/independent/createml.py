"""Create ML by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"coordinates"}


def records(data: bytes, _: Path) -> list[Any]:
    """The objects of all images."""
    images = json.loads(data.decode("utf-8-sig"))
    if not isinstance(images, list):
        raise ValueError("no list")
    lists = (image.get("annotations", image.get("annotation")) for image in images if isinstance(image, dict))
    return [record for records in lists if isinstance(records, list) for record in records]


def objects(path: Path) -> list[Object]:
    """The boxes."""
    found: list[Object] = []
    for record in records(path.read_bytes(), path):
        x, y, width, height = (record["coordinates"][name] for name in ("x", "y", "width", "height"))
        found.append((record["label"], (x - width / 2, y - height / 2, x + width / 2, y + height / 2)))
    return found
