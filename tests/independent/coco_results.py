"""COCO results by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"bbox", "image_id", "category_id", "segmentation"}


def records(data: bytes, _: Path) -> list[Any]:
    """The list of results."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def objects(path: Path) -> list[Object]:
    """The boxes of results that have one of four numbers; their category is called by its id."""
    found = []
    for record in records(path.read_bytes(), path):
        if len(record.get("bbox") or ()) == 4:
            x, y, width, height = record["bbox"]
            found.append((str(record["category_id"]), (x, y, x + width, y + height)))
    return found
