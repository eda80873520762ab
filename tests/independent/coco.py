"""COCO by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"bbox", "area", "iscrowd", "id", "image_id", "category_id", "num_keypoints", "segmentation"}


def records(data: bytes, _: Path) -> list[Any]:
    """The list of annotations."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("no object")
    return list(value.get("annotations") or [])


def objects(path: Path) -> list[Object]:
    """The boxes of annotations that have one of four numbers."""
    value = json.loads(path.read_bytes().decode("utf-8-sig"))
    names = {category["id"]: category["name"] for category in value.get("categories", ())}
    found = []
    for record in value["annotations"]:
        if len(record.get("bbox") or ()) == 4:
            x, y, width, height = record["bbox"]
            found.append((names.get(record["category_id"], ""), (x, y, x + width, y + height)))
    return found
