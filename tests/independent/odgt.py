"""ODGT by the standard library: a JSON value a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"fbox"}


def records(data: bytes, _: Path) -> list[Any]:
    """The objects of all lines that can be read and have any."""
    found = []
    for line in data.decode("utf-8-sig").split("\n"):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        listed = value.get("gtboxes") if isinstance(value, dict) else None
        found += listed if isinstance(listed, list) else []
    return found


def objects(path: Path) -> list[Object]:
    """The boxes of whole bodies."""
    found = []
    for record in records(path.read_bytes(), path):
        x, y, width, height = record["fbox"]
        found.append((record["tag"], (x, y, x + width, y + height)))
    return found
