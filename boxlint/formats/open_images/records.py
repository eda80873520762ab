"""The record of Open Images boxes as a validated model."""

from __future__ import annotations

from collections.abc import Mapping

from boxlint.formats.csv_models import CsvName, CsvNumber, CsvRecord, explain_with


class OpenImagesBox(CsvRecord):
    """One box: the id of the image, the machine id of the category, and the sides as fractions of the image's."""

    ImageID: CsvName
    LabelName: CsvName
    XMin: CsvNumber
    YMin: CsvNumber
    XMax: CsvNumber
    YMax: CsvNumber


def explain(fields: Mapping[str, str], place: str) -> str:
    """What is wrong with a record at `place`, by its columns, as one sentence; blank where nothing is."""
    return explain_with(OpenImagesBox, fields, place)
