"""The record of WIDER FACE text as a validated model."""

from __future__ import annotations

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord
from boxlint.formats.wider_face.fields import NAMES


class WiderFaceLine(LineModel):
    """One face: the corner, width and height of its box in pixels, and attributes; `invalid` 1 is no target."""

    x: LineNumber
    y: LineNumber
    w: LineNumber
    h: LineNumber
    blur: LineNumber = 0.0
    expression: LineNumber = 0.0
    illumination: LineNumber = 0.0
    invalid: LineNumber = 0.0
    occlusion: LineNumber = 0.0
    pose: LineNumber = 0.0


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(WiderFaceLine, record, place, " ".join(NAMES), text)
