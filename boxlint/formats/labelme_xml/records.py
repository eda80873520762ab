"""The records of LabelMe XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.xml_records import XmlNumber, XmlOptionalNumber, XmlRecord, explain_with


class Vertex(XmlRecord):
    """A `pt` of a polygon: pixels."""

    x: XmlNumber
    y: XmlNumber


class Extent(XmlRecord):
    """The `box` around a mask that is an image file: pixels."""

    xmin: XmlNumber
    ymin: XmlNumber
    xmax: XmlNumber
    ymax: XmlNumber


class Segment(XmlRecord):
    """The `segm` of an object: a mask in a file, and the box around it."""

    box: Extent


class PolygonObject(XmlRecord):
    """An `object` with the `pt` elements of its `polygon`; `deleted` objects are 1."""

    name: str
    polygon: list[Vertex]
    deleted: XmlOptionalNumber = None


class SegmentObject(XmlRecord):
    """An `object` with a mask in a file."""

    name: str
    segm: Segment
    deleted: XmlOptionalNumber = None


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    model = SegmentObject if isinstance(fields, dict) and "segm" in fields else PolygonObject
    return explain_with(model, fields, place, "the elements name and polygon")
