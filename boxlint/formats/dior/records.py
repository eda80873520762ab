"""The records of DIOR-R XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.voc.records import CornerBox
from boxlint.syntax.xml.models import XmlOptionalNumber, XmlRecord, explain_with
from boxlint.text.models import TextNumber


class OrientedCorners(XmlRecord):
    """The `robndbox` of an object: its four corners in pixels."""

    x_left_top: TextNumber
    y_left_top: TextNumber
    x_right_top: TextNumber
    y_right_top: TextNumber
    x_right_bottom: TextNumber
    y_right_bottom: TextNumber
    x_left_bottom: TextNumber
    y_left_bottom: TextNumber


class DiorObject(XmlRecord):
    """An `object` with an oriented box; some objects have an axis-aligned one besides."""

    name: str
    robndbox: OrientedCorners
    bndbox: CornerBox | None = None
    difficult: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(DiorObject, fields, place, "the elements name and robndbox")
