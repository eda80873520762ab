"""Open Images by the `csv` module."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"XMin", "XMax", "YMin", "YMax"}


def records(data: bytes, _: Path) -> list[Any]:
    """The rows by their columns."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def objects(path: Path) -> list[Object]:
    """The boxes as fractions, in the names of classes where a table of them lies beside."""
    names = {}
    for table in path.parent.glob("*class-descriptions*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            names = {row[0]: row[1] for row in csv.reader(file)}
    rows = records(path.read_bytes(), path)
    return [
        (
            names.get(row["LabelName"], row["LabelName"]),
            tuple(float(row[column].replace(",", ".")) for column in ("XMin", "YMin", "XMax", "YMax")),
        )
        for row in rows
    ]
