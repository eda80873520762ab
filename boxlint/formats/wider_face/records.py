"""The record of WIDER FACE text as a validated model."""

from __future__ import annotations

from boxlint.formats.wider_face.fields import NAMES
from boxlint.syntax.lines.models import LineModel, explain_with
from boxlint.syntax.lines.record import LineRecord
from boxlint.text.models import TextNumber


class WiderFaceLine(LineModel):
    """One face: the corner, width and height of its box in pixels, and attributes; `invalid` 1 is no target."""

    x: TextNumber
    y: TextNumber
    w: TextNumber
    h: TextNumber
    blur: TextNumber = 0.0
    expression: TextNumber = 0.0
    illumination: TextNumber = 0.0
    invalid: TextNumber = 0.0
    occlusion: TextNumber = 0.0
    pose: TextNumber = 0.0


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(WiderFaceLine, record, place, " ".join(NAMES), text)
