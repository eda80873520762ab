"""Datumaro by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"bbox", "points"}
_WHOLE: Final = {"label", "caption"}


def records(data: bytes, _: Path) -> list[Any]:
    """The annotations of all items that are about an object."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise ValueError("no items")
    lists = (item.get("annotations") for item in value["items"] if isinstance(item, dict))
    found = [record for records in lists if isinstance(records, list) for record in records]
    return [record for record in found if not isinstance(record, dict) or record.get("type") not in _WHOLE]


def objects(path: Path) -> list[Object]:
    """The boxes."""
    data = path.read_bytes()
    names = [label["name"] for label in json.loads(data)["categories"]["label"]["labels"]]
    found: list[Object] = []
    for record in records(data, path):
        if record["type"] == "bbox":
            x, y, width, height = record["bbox"]
            found.append((names[record["label_id"]], (x, y, x + width, y + height)))
    return found
