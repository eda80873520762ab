"""Annotation XML by ElementTree."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from tests.independent import Object

CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")


def records(data: bytes, _: Path) -> list[Any]:
    """The objects as text."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError) as fault:
        raise ValueError(str(fault)) from None
    return [ElementTree.tostring(item).strip() for item in root.findall("object")]


def objects(path: Path) -> list[Object]:
    """The objects with an upright box."""
    found = []
    for item in ElementTree.parse(path).getroot().findall("object"):
        box = item.find("bndbox")
        if box is not None and box.find("xmin") is not None:
            corners = tuple(float(box.findtext(name, "nan")) for name in CORNERS)
            found.append((item.findtext("name", ""), corners))
    return found
