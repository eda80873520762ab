"""HRSC2016 by ElementTree."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from tests.independent import Object

NUMBERS: Final = ("mbox_cx", "mbox_cy", "mbox_w", "mbox_h", "mbox_ang")


def records(data: bytes, _: Path) -> list[Any]:
    """The objects as text."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError) as fault:
        raise ValueError(str(fault)) from None
    return [ElementTree.tostring(item).strip() for item in root.findall("HRSC_Objects/HRSC_Object")]


def objects(path: Path) -> list[Object]:
    """The rotated boxes: radians."""
    root = ElementTree.parse(path).getroot()
    return [
        (item.findtext("Class_ID", ""), tuple(float(item.findtext(name, "nan")) for name in NUMBERS))
        for item in root.findall("HRSC_Objects/HRSC_Object")
    ]
