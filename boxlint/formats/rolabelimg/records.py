"""The records of roLabelImg XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.voc.records import CornerBox
from boxlint.syntax.xml.models import XmlNumber, XmlOptionalNumber, XmlRecord, explain_with


class RotatedBox(XmlRecord):
    """The `robndbox` of an object: centre and size in pixels, angle in radians, clockwise on screen."""

    cx: XmlNumber
    cy: XmlNumber
    w: XmlNumber
    h: XmlNumber
    angle: XmlNumber


class RoLabelImgObject(XmlRecord):
    """An `object` with a rotated box."""

    name: str
    robndbox: RotatedBox
    bndbox: CornerBox | None = None
    difficult: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(RoLabelImgObject, fields, place, "the elements name and robndbox")
