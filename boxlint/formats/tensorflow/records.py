"""The record of TensorFlow CSV as a validated model."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from boxlint.formats.csv_models import CsvName, CsvNumber, CsvRecord, explain_with


class TensorflowRow(CsvRecord):
    """One box: corners in pixels, and in each row the size of the image in pixels where it is written."""

    filename: CsvName
    width: CsvNumber | None = None
    height: CsvNumber | None = None
    category: CsvName = Field(alias="class")
    xmin: CsvNumber
    ymin: CsvNumber
    xmax: CsvNumber
    ymax: CsvNumber


def explain(fields: Mapping[str, str], place: str) -> str:
    """What is wrong with a record at `place`, by its columns, as one sentence; blank where nothing is."""
    return explain_with(TensorflowRow, fields, place)
