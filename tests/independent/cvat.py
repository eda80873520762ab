"""CVAT by ElementTree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.independent import Object


def _shapes(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element]]:
    for parent in root:
        if parent.tag in ("image", "track"):
            for shape in parent:
                yield parent, shape


def records(data: bytes, _: Path) -> list[Any]:
    """The shapes as text."""
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError) as fault:
        raise ValueError(str(fault)) from None
    return [ElementTree.tostring(shape).strip() for _, shape in _shapes(root)]


def objects(path: Path) -> list[Object]:
    """The boxes, turned ones with their angle in radians, and the boxes around ellipses and masks."""
    found = []
    for parent, shape in _shapes(ElementTree.parse(path).getroot()):
        numbers = _box(shape)
        if numbers:
            found.append((shape.get("label", parent.get("label", "")), numbers))
    return found


def _box(shape: ElementTree.Element) -> tuple[float, ...]:
    numbers = {name: float(text) for name, text in shape.attrib.items() if name not in ("label", "rle") and _is(text)}
    angle = math.radians(numbers.get("rotation", 0))
    if shape.tag == "box":
        left, top, right, bottom = (numbers[name] for name in ("xtl", "ytl", "xbr", "ybr"))
        if angle:
            return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top, angle
        return left, top, right, bottom
    if shape.tag == "mask":
        left, top = numbers["left"], numbers["top"]
        return left, top, left + numbers["width"], top + numbers["height"]
    if shape.tag == "ellipse":
        # the extent of its outline, walked in small steps
        steps = [math.tau * step / 100_000 for step in range(100_000)]
        xs = [
            numbers["rx"] * math.cos(t) * math.cos(angle) - numbers["ry"] * math.sin(t) * math.sin(angle) for t in steps
        ]
        ys = [
            numbers["rx"] * math.cos(t) * math.sin(angle) + numbers["ry"] * math.sin(t) * math.cos(angle) for t in steps
        ]
        x, y = numbers["cx"], numbers["cy"]
        return x + min(xs), y + min(ys), x + max(xs), y + max(ys)
    return ()


def _is(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
