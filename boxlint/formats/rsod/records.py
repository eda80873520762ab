"""The record of RSOD text as a validated model."""

from __future__ import annotations

from pydantic import Field

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord
from boxlint.formats.rsod.fields import NAMES


class RsodLine(LineModel):
    """One object: the name of its image without suffix, its class, and two corners of its box in pixels."""

    image: str
    category: str = Field(alias="class")
    x1: LineNumber
    y1: LineNumber
    x2: LineNumber
    y2: LineNumber


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(RsodLine, record, place, " ".join(NAMES), text)
