"""The record of RetinaNet CSV as a validated model."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from boxlint.formats.csv_models import CsvName, CsvNumber, CsvRecord, explain_with


class RetinanetRow(CsvRecord):
    """One box: the image file, relative to the folder of the CSV file, corners in pixels, and the class."""

    path: CsvName
    x1: CsvNumber
    y1: CsvNumber
    x2: CsvNumber
    y2: CsvNumber
    category: CsvName = Field(alias="class")


def explain(fields: Mapping[str, str], place: str) -> str:
    """What is wrong with a record at `place`, by its columns, as one sentence; blank where nothing is."""
    return explain_with(RetinanetRow, fields, place)
