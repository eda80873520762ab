"""VisDrone by the csv module."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

_NAMES: Final = (
    "ignored regions",
    "pedestrian",
    "people",
    "bicycle",
    "car",
    "van",
    "truck",
    "tricycle",
    "awning-tricycle",
    "bus",
    "motor",
    "others",
)


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    return [row for row in csv.reader(data.decode("utf-8-sig", "replace").splitlines()) if any(map(str.strip, row))]


def objects(path: Path) -> list[Object]:
    """The boxes of the lines that have all of theirs."""
    found = []
    for row in records(path.read_bytes(), path):
        if len(row) >= 8:
            x, y, width, height = map(float, row[:4])
            found.append((_NAMES[int(row[5])], (x, y, x + width, y + height)))
    return found
