"""The record of KITTI text as a validated model."""

from __future__ import annotations

from boxlint.formats.lines.model import LineModel, LineNumber, explain_with
from boxlint.formats.lines.record import LineRecord


class KittiLine(LineModel):
    """One object: class, attributes, its box in pixels from 0, and a box in space in metres and radians.

    `truncated` is 0 to 1, `occluded` 0 to 3, `alpha` and `rotation_y` are angles; results have a score behind.
    """

    type: str
    truncated: LineNumber
    occluded: LineNumber
    alpha: LineNumber
    left: LineNumber
    top: LineNumber
    right: LineNumber
    bottom: LineNumber
    height: LineNumber
    width: LineNumber
    length: LineNumber
    x: LineNumber
    y: LineNumber
    z: LineNumber
    rotation_y: LineNumber
    score: LineNumber = 0.0


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(KittiLine, record, place, "a class and 14 numbers, with a score 15", text)
