"""FAIR1M by ElementTree."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The objects as text."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError) as fault:
        raise ValueError(str(fault)) from None
    return [ElementTree.tostring(item).strip() for item in root.findall("objects/object")]


def objects(path: Path) -> list[Object]:
    """The first four points of each object."""
    found = []
    for item in ElementTree.parse(path).getroot().findall("objects/object"):
        points = [(point.text or "").split(",") for point in item.findall("points/point")]
        numbers = tuple(float(number) for point in points[:4] for number in point)
        found.append((item.findtext("possibleresult/name", ""), numbers))
    return found
