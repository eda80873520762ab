"""The records of Pascal VOC XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.syntax.xml.models import XmlOptionalNumber, XmlRecord, explain_with
from boxlint.text.models import TextNumber


class CornerBox(XmlRecord):
    """The `bndbox` of an object: pixels, corners as written (official files count from 1, inclusive)."""

    xmin: TextNumber
    ymin: TextNumber
    xmax: TextNumber
    ymax: TextNumber


class QuadFromOne(XmlRecord):
    """A `bndbox` with four corners, numbered from 1, pixels."""

    x1: TextNumber
    y1: TextNumber
    x2: TextNumber
    y2: TextNumber
    x3: TextNumber
    y3: TextNumber
    x4: TextNumber
    y4: TextNumber


class QuadFromZero(XmlRecord):
    """A `bndbox` with four corners, numbered from 0, pixels."""

    x0: TextNumber
    y0: TextNumber
    x1: TextNumber
    y1: TextNumber
    x2: TextNumber
    y2: TextNumber
    x3: TextNumber
    y3: TextNumber


class VocObject(XmlRecord):
    """An `object` with an axis-aligned box."""

    name: str
    bndbox: CornerBox
    difficult: XmlOptionalNumber = None


class VocQuadObject(XmlRecord):
    """An `object` whose `bndbox` has four corners, x1 … y4."""

    name: str
    bndbox: QuadFromOne
    difficult: XmlOptionalNumber = None


class VocZeroQuadObject(XmlRecord):
    """An `object` whose `bndbox` has four corners, x0 … y3."""

    name: str
    bndbox: QuadFromZero
    difficult: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    return explain_with(_model(fields), fields, place, "the elements name and bndbox")


def _model(fields: Any) -> type[XmlRecord]:
    box = fields.get("bndbox") if isinstance(fields, dict) else None
    if not isinstance(box, dict) or not box.keys().isdisjoint(CornerBox.model_fields):
        return VocObject
    if "x0" in box or "y0" in box:
        return VocZeroQuadObject
    return VocObject if box.keys().isdisjoint(QuadFromOne.model_fields) else VocQuadObject
