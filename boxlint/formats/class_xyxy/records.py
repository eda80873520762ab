"""The record of `class x1 y1 x2 y2` as a validated model."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.plain_boxes import CornersModel, PlainBoxes

ORDER: Final = PlainBoxes(CornersModel, "box", class_first=True)
explain = ORDER.explain
