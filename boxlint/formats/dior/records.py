"""The records of DIOR-R XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.voc.records import CornerBox
from boxlint.syntax.xml.models import XmlNumber, XmlOptionalNumber, XmlRecord, explain_with


class OrientedCorners(XmlRecord):
    """The `robndbox` of an object: its four corners in pixels."""

    x_left_top: XmlNumber
    y_left_top: XmlNumber
    x_right_top: XmlNumber
    y_right_top: XmlNumber
    x_right_bottom: XmlNumber
    y_right_bottom: XmlNumber
    x_left_bottom: XmlNumber
    y_left_bottom: XmlNumber


class DiorObject(XmlRecord):
    """An `object` with an oriented box; some objects have an axis-aligned one besides."""

    name: str
    robndbox: OrientedCorners
    bndbox: CornerBox | None = None
    difficult: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(DiorObject, fields, place, "the elements name and robndbox")
