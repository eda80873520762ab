"""Lists of nodules by the standard library."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line after the header."""
    return [row for row in csv.reader(data.decode("utf-8-sig").splitlines()) if row][1:]


def objects(path: Path) -> list[Object]:
    """The cubes around all nodules that were measured."""
    found = []
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            x, y, z, diameter = (float(row[name]) for name in ("coordX", "coordY", "coordZ", "diameter_mm"))
            if diameter != -1:
                half = diameter / 2
                found.append(("nodule", (x - half, y - half, z - half, x + half, y + half, z + half)))
    return found
