"""TensorFlow CSV by the `csv` module."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"xmin", "ymin", "xmax", "ymax"}


def records(data: bytes, _: Path) -> list[Any]:
    """The rows by their columns."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def objects(path: Path) -> list[Object]:
    """The corners of each box; BCCD calls the class otherwise."""
    return [
        (row.get("class") or row["cell_type"], tuple(float(row[column]) for column in ("xmin", "ymin", "xmax", "ymax")))
        for row in records(path.read_bytes(), path)
    ]
