"""The records of HRSC2016 XML as validated models."""

from __future__ import annotations

from typing import Any

from boxlint.formats.hrsc.fields import BOX, ROTATED
from boxlint.formats.xml_records import XmlNumber, XmlOptionalNumber, XmlRecord, explain_with


class UprightShip(XmlRecord):
    """An `HRSC_Object` with an upright box: pixels, corners as written."""

    Class_ID: str
    box_xmin: XmlNumber
    box_ymin: XmlNumber
    box_xmax: XmlNumber
    box_ymax: XmlNumber
    difficult: XmlOptionalNumber = None


class RotatedShip(XmlRecord):
    """An `HRSC_Object` with a rotated box: center and size in pixels, angle in radians, clockwise on screen.

    The point `header_x`, `header_y`, pixels, is where the bow is; not every object has it.
    """

    Class_ID: str
    mbox_cx: XmlNumber
    mbox_cy: XmlNumber
    mbox_w: XmlNumber
    mbox_h: XmlNumber
    mbox_ang: XmlNumber
    header_x: XmlOptionalNumber = None
    header_y: XmlOptionalNumber = None
    difficult: XmlOptionalNumber = None


class HrscObject(UprightShip, RotatedShip):
    """An `HRSC_Object` with both boxes, as HRSC2016 has them."""


def explain(fields: Any, place: str) -> str:
    """What is wrong with an object at `place`, as one sentence; blank where nothing is."""
    if not isinstance(fields, dict):
        return explain_with(HrscObject, fields, place, "the elements Class_ID and mbox_cx")
    has_box, has_rotated = (not fields.keys().isdisjoint(keys) for keys in (BOX, ROTATED))
    model = HrscObject if has_box and has_rotated else UprightShip if has_box else RotatedShip
    return explain_with(model, fields, place, "")
