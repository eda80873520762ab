"""Datalists of MONAI by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"box"}


def records(data: bytes, _: Path) -> list[Any]:
    """Each box with what the lists beside it have in its place."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("no object")
    found = []
    for entry in _entries(value):
        for place, box in enumerate(entry["box"]):
            lists = {name: items for name, items in entry.items() if name.startswith(("label", "score"))}
            beside = {name: items[place] for name, items in lists.items() if place < len(items)}
            found.append({"box": box, **beside})
    return found


def _entries(value: dict[str, Any]) -> list[dict[str, Any]]:
    listed = [entry for entries in value.values() for entry in entries]
    return [entry for entry in listed if isinstance(entry, dict) and isinstance(entry.get("box"), list)]


def objects(path: Path) -> list[Object]:
    """The corners of boxes: as written where all are in order and none is below 0, else by centre and size."""
    found = records(path.read_bytes(), path)
    boxes = [record["box"] for record in found]
    are_corners = all(min(box) >= 0 and all(box[axis] < box[axis + 3] for axis in range(3)) for box in boxes)
    return [
        (str(record["label"]), tuple(map(float, box if are_corners else _corners(box))))
        for record, box in zip(found, boxes, strict=True)
    ]


def _corners(box: list[float]) -> list[float]:
    return [box[axis % 3] + side * box[axis % 3 + 3] / 2 for axis, side in enumerate((-1, -1, -1, 1, 1, 1))]
