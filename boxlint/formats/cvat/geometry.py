"""What a shape of CVAT is, in the terms of the tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from boxlint.formats.cvat.shapes import BOXES, CUBOID, Box, BoxShape
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.points import Points, read_points, split_points
from boxlint.text.numbers import parse_number

_YES: Final = frozenset({"1", "true", "True"})
_HIDDEN, _OCCLUDED, _VISIBLE = 0.0, 1.0, 2.0
_OF_A_BOX: Final = 4


class Geometry(Struct, frozen=True):
    """The one of `box`, `rotated` (angle in radians), `polygon` and `keypoints` (x, y, visibility) that a shape has.

    `expected` is how many numbers its box has, 0 for a shape without one. `missing` is the first attribute that it
    lacks. `is_target`: it can be a training target of a detector.
    """

    box: Box | None = None
    rotated: tuple[float, ...] | None = None
    polygon: tuple[float, ...] | None = None
    keypoints: tuple[tuple[float, float, float], ...] | None = None
    expected: int = 0
    missing: str = ""
    is_not_numeric: bool = False
    is_malformed: bool = False
    is_target: bool = True


def is_yes(element: Element, name: str) -> bool:
    """Whether a flag of an element is set."""
    return element.attributes.get(name, "").strip() in _YES


def read_geometry(record: Element) -> Geometry:
    """The geometry of a shape, whatever is in it."""
    kind, attributes = record.name, record.attributes
    if record.is_broken:
        return Geometry(is_malformed=True)
    if kind in BOXES:
        return _boxed(record, BOXES[kind])
    if kind in ("polygon", "points", "polyline"):
        if "points" not in attributes:
            return Geometry(missing="points")
        return _pointed(kind, read_points(split_points(attributes["points"])), record)
    if kind == "skeleton":
        return _pointed(kind, read_points(skeleton_points(record)), record)
    if kind == "cuboid":
        texts = [attributes.get(key) for key in CUBOID]
        missing = next((key for key, text in zip(CUBOID, texts, strict=True) if text is None), "")
        is_not_numeric = any(text is not None and parse_number(text) is None for text in texts)
        return Geometry(missing=missing, is_not_numeric=is_not_numeric, is_target=False)
    return Geometry(is_malformed=kind != "tag", is_target=False)


def skeleton_points(record: Element) -> list[str]:
    """The text of each point of a skeleton, "x,y"."""
    return [point.attributes.get("points", "") for point in record.named("points")]


def box_numbers(record: Element, shape: BoxShape) -> list[float | None]:
    """The numbers of a shape with a box, and its rotation in degrees: None where something else is written."""
    texts = [record.attributes.get(key, "") for key in shape.keys]
    return [parse_number(text) for text in (*texts, record.attributes.get("rotation") or "0")]


def _boxed(record: Element, shape: BoxShape) -> Geometry:
    missing = next((key for key in shape.keys if key not in record.attributes), "")
    if record.name == "mask" and "rle" not in record.attributes:
        missing = missing or "rle"
    found = box_numbers(record, shape)
    numbers = [number for number in found if number is not None]
    if missing:
        return Geometry(missing=missing, expected=_OF_A_BOX)
    if len(numbers) < len(found):
        return Geometry(is_not_numeric=True, expected=_OF_A_BOX)
    angle = math.radians(numbers.pop())
    if record.name == "mask" and not _runs_fit(record.attributes["rle"], numbers[2] * numbers[3]):
        return Geometry(is_malformed=True, expected=_OF_A_BOX)
    box = shape.box(numbers, angle)
    if record.name == "box" and angle:
        return Geometry(rotated=_turned(box, angle), expected=_OF_A_BOX)
    return Geometry(box=box, expected=_OF_A_BOX)


def _turned(box: Box, angle: float) -> tuple[float, ...]:
    x_min, y_min, x_max, y_max = box
    return (x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min, angle


def _runs_fit(text: str, pixels: float) -> bool:
    """Whether a text lists run lengths that do not exceed so many pixels; the last background may be left out."""
    runs = [run.strip() for run in text.split(",")]
    return all(run.isdecimal() for run in runs) and not sum(map(float, runs)) > pixels


def _pointed(kind: str, points: Points, record: Element) -> Geometry:
    if not points.is_sound:
        return Geometry(is_not_numeric=points.is_not_numeric, is_malformed=points.is_malformed)
    if kind == "polygon":
        return Geometry(polygon=points.numbers)
    if kind == "polyline":
        return Geometry(is_target=False)
    owners: Sequence[Element] = record.named("points") if kind == "skeleton" else [record] * (len(points.numbers) // 2)
    pairs = zip(points.numbers[::2], points.numbers[1::2], owners, strict=True)
    return Geometry(keypoints=tuple((x, y, _visibility(owner)) for x, y, owner in pairs))


def _visibility(point: Element) -> float:
    return _HIDDEN if is_yes(point, "outside") else _OCCLUDED if is_yes(point, "occluded") else _VISIBLE
