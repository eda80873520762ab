"""The record of UCAS-AOD text as a validated model."""

from __future__ import annotations

from pydantic import Field

from boxlint.syntax.lines.models import LineModel, explain_with
from boxlint.syntax.lines.record import LineRecord
from boxlint.text.models import TextNumber


class UcasAodLine(LineModel):
    """One object: four corners in pixels, the angle in degrees, and the upright box: corner, width and height.

    The class is the name of the folder, CAR or PLANE, or stands before the numbers.
    """

    category: str = Field(alias="class")
    x1: TextNumber
    y1: TextNumber
    x2: TextNumber
    y2: TextNumber
    x3: TextNumber
    y3: TextNumber
    x4: TextNumber
    y4: TextNumber
    theta: TextNumber
    x: TextNumber
    y: TextNumber
    width: TextNumber
    height: TextNumber


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    found = explain_with(UcasAodLine, record, place, "13 numbers: x1 … y4, theta, x, y, width, height", text)
    if found == f"{place}: class is missing":
        return f"{place}: no class: the file is in no folder CAR or PLANE, and the line begins with none"
    return found
