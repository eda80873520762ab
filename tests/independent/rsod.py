"""RSOD by the csv module."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    return [row for row in csv.reader(lines, delimiter="\t") if any(map(str.strip, row))]


def objects(path: Path) -> list[Object]:
    """The box of each object."""
    return [(row[1], tuple(map(float, row[2:6]))) for row in records(path.read_bytes(), path)]
