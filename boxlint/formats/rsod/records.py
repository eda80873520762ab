"""The record of RSOD text as a validated model."""

from __future__ import annotations

from pydantic import Field

from boxlint.formats.rsod.fields import NAMES
from boxlint.syntax.lines.models import LineModel, explain_with
from boxlint.syntax.lines.record import LineRecord
from boxlint.text.models import TextNumber


class RsodLine(LineModel):
    """One object: the name of its image without suffix, its class, and two corners of its box in pixels."""

    image: str
    category: str = Field(alias="class")
    x1: TextNumber
    y1: TextNumber
    x2: TextNumber
    y2: TextNumber


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(RsodLine, record, place, " ".join(NAMES), text)
