"""The record of KITTI text as a validated model."""

from __future__ import annotations

from boxlint.syntax.lines.models import LineModel, explain_with
from boxlint.syntax.lines.record import LineRecord
from boxlint.text.models import TextNumber


class KittiLine(LineModel):
    """One object: class, attributes, its box in pixels from 0, and a box in space in metres and radians.

    `truncated` is 0 to 1, `occluded` 0 to 3, `alpha` and `rotation_y` are angles; results have a score behind.
    """

    type: str
    truncated: TextNumber
    occluded: TextNumber
    alpha: TextNumber
    left: TextNumber
    top: TextNumber
    right: TextNumber
    bottom: TextNumber
    height: TextNumber
    width: TextNumber
    length: TextNumber
    x: TextNumber
    y: TextNumber
    z: TextNumber
    rotation_y: TextNumber
    score: TextNumber = 0.0


def explain(record: LineRecord, place: str, text: str = "") -> str:
    """What is wrong with a line at `place`, as one sentence; blank where nothing is."""
    return explain_with(KittiLine, record, place, "a class and 14 numbers, with a score 15", text)
