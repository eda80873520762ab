"""RetinaNet CSV by the `csv` module."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

NOTHING: Final = re.compile(rb"[^,]+,,,,,")
"""What is written for an image without objects."""


def records(data: bytes, _: Path) -> list[Any]:
    """The rows that have an object."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [row for row in rows if row and any(row[1:])]


def objects(path: Path) -> list[Object]:
    """The corners of each box."""
    return [(row[5], tuple(map(float, row[1:5]))) for row in records(path.read_bytes(), path) if len(row) == 6]
