"""VoTT by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"boundingBox", "points"}


def records(data: bytes, _: Path) -> list[Any]:
    """The regions of all assets."""
    value = json.loads(data.decode("utf-8-sig"))
    if not isinstance(value, dict):
        raise ValueError("no object")
    assets = value["assets"].values() if "assets" in value else [value]
    return [region for asset in assets for region in asset.get("regions") or []]


def objects(path: Path) -> list[Object]:
    """The boxes."""
    found: list[Object] = []
    for region in records(path.read_bytes(), path):
        box = region["boundingBox"]
        x, y = box["left"], box["top"]
        found.append(("".join(region["tags"][:1]), (x, y, x + box["width"], y + box["height"])))
    return found
