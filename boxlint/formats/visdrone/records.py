"""The record of VisDrone text as a validated model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord
from boxlint.formats.visdrone.fields import NAMES


class VisDroneLine(LineModel):
    """One object: its box in pixels, whether it counts (score 1), and the number of its category, 0 to 11."""

    left: LineNumber
    top: LineNumber
    width: LineNumber
    height: LineNumber
    score: LineNumber
    category: Annotated[str, Field(min_length=1)]
    truncation: LineNumber = 0.0
    occlusion: LineNumber = 0.0


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(VisDroneLine, record, place, ",".join(NAMES), text)
