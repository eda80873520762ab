"""The record of UCAS-AOD text as a validated model."""

from __future__ import annotations

from pydantic import Field

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord


class UcasAodLine(LineModel):
    """One object: four corners in pixels, the angle in degrees, and the upright box: corner, width and height.

    The class is the name of the folder, CAR or PLANE, or stands before the numbers.
    """

    category: str = Field(alias="class")
    x1: LineNumber
    y1: LineNumber
    x2: LineNumber
    y2: LineNumber
    x3: LineNumber
    y3: LineNumber
    x4: LineNumber
    y4: LineNumber
    theta: LineNumber
    x: LineNumber
    y: LineNumber
    width: LineNumber
    height: LineNumber


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    found = explain_with(UcasAodLine, record, place, "13 numbers: x1 … y4, theta, x, y, width, height", text)
    if found == f"{place}: class is missing":
        return f"{place}: no class: the file is in no folder CAR or PLANE, and the line begins with none"
    return found
