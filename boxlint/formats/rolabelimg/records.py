"""The records of roLabelImg XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.voc.records import CornerBox
from boxlint.syntax.xml.models import XmlOptionalNumber, XmlRecord, explain_with
from boxlint.text.models import TextNumber


class RotatedBox(XmlRecord):
    """The `robndbox` of an object: centre and size in pixels, angle in radians, clockwise on screen."""

    cx: TextNumber
    cy: TextNumber
    w: TextNumber
    h: TextNumber
    angle: TextNumber


class RoLabelImgObject(XmlRecord):
    """An `object` with a rotated box."""

    name: str
    robndbox: RotatedBox
    bndbox: CornerBox | None = None
    difficult: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(RoLabelImgObject, fields, place, "the elements name and robndbox")
