"""The outline of an object of LabelMe XML: a polygon, a box drawn as one, or the box around a mask."""

from __future__ import annotations

from typing import Final

from boxlint.formats.numbers import parse_number
from boxlint.formats.xml_elements import Element

SIDES: Final = ("xmin", "ymin", "xmax", "ymax")
_CORNERS: Final = 4


def vertices(record: Element) -> list[Element]:
    """The points of its polygon."""
    polygon = record.child("polygon")
    return polygon.named("pt") if polygon else []


def coordinates(point: Element) -> tuple[float | None, float | None]:
    """The numbers x and y of a point, None where there is none."""
    return _number(point.child("x")), _number(point.child("y"))


def extent(record: Element) -> tuple[float | None, ...]:
    """The numbers of the box around a mask, None where there is none."""
    return tuple(_number(record.child("segm", "box", side)) for side in SIDES)


def is_box(record: Element, numbers: list[float]) -> bool:
    """Whether a polygon, x and y of its vertices in turn, was drawn as an upright box and is one."""
    kind = record.child("type")
    points = [*zip(numbers[::2], numbers[1::2], strict=True)]
    if kind is None or kind.text.strip() != "bounding_box" or len(points) != _CORNERS:
        return False
    (left, top), (right, bottom) = (min(numbers[::2]), min(numbers[1::2])), (max(numbers[::2]), max(numbers[1::2]))
    return sorted(points) == sorted([(left, top), (right, top), (right, bottom), (left, bottom)])


def _number(leaf: Element | None) -> float | None:
    return None if leaf is None or leaf.children else parse_number(leaf.text)
