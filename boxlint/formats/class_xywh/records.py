"""The record of `class x y width height` as a validated model."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.plain_boxes import PlainBoxes, SizedModel

ORDER: Final = PlainBoxes(SizedModel, "sized_box", class_first=True)
explain = ORDER.explain
