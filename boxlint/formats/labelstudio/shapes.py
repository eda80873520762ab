"""The shapes of Label Studio's results: percents of the image's sides, which each result has beside them.

An exported task has a result with the shape in its `value`; in JSON-MIN the two are one object.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_numbers import as_number
from boxlint.formats.json_objects import label_text
from boxlint.formats.json_shapes import Notation, Numbers

LABELS: Final = "labels"
"""How the keys end that hold the names of a shape's categories: `rectanglelabels`, `labels`."""
SIDES: Final = ("original_width", "original_height")
"""The keys of the image's width and height in pixels."""
_BOX: Final = ("x", "y", "width", "height")
_KINDS: Final = ("rectangle", "polygon", "ellipse", "keypoint", "brush")
"""What results are of that are shapes; with "labels" behind it, they have categories."""


def kind_of(record: Mapping[str, Any]) -> str:
    """What a result is of: one of rectangle, polygon, ellipse, keypoint and brush, or blank where it is no shape."""
    value, key = _value(record), _label_key(record)
    written = record.get("type")
    name = written if isinstance(written, str) else key or ""
    kind = name.removesuffix(LABELS)
    if kind in _KINDS:
        return kind
    # the tag Labels leaves it to the tags of shapes what is drawn
    return _kind_by_keys(value) if name == LABELS else ""


def _kind_by_keys(value: Mapping[str, Any]) -> str:
    telling = {"points": "polygon", "radiusX": "ellipse", "rle": "brush", "height": "rectangle"}
    return next((kind for key, kind in telling.items() if key in value), "")


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The shape of a result: a box, one that is turned, or a polygon; no geometry for keypoints and brushes.

    An ellipse is the box around it. None where the image's size or the points are not what they should be.
    """
    kind, value = kind_of(record), _value(record)
    base = () if value is record else ("value",)
    width, height = (as_number(record.get(side)) for side in SIDES)
    if kind in ("keypoint", "brush"):
        return [Notation("", ())]
    if not (width > 0 and height > 0):
        return None
    pixels = _Pixels(width / 100, height / 100)
    if kind == "polygon":
        return _polygon(value, base, pixels)
    keys = ("x", "y", "radiusX", "radiusY") if kind == "ellipse" else _BOX
    is_turned = value.get("rotation") not in (None, 0)
    paths = tuple((*base, key) for key in ((*keys, "rotation") if is_turned else keys))
    if kind == "ellipse":
        return [Notation("boxes", paths, pixels.around_ellipse, None)]
    if is_turned:
        return [Notation("rotated", paths, pixels.turned, pixels.to_turned, are_percents=True)]
    return [Notation("boxes", paths, pixels.box, pixels.to_box, are_percents=True)]


def _polygon(value: Mapping[str, Any], base: tuple[str, ...], pixels: _Pixels) -> Sequence[Notation] | None:
    points = value.get("points")
    if not isinstance(points, list) or any(not isinstance(point, list) or len(point) != 2 for point in points):
        return None
    paths = tuple((*base, "points", place, axis) for place in range(len(points)) for axis in (0, 1))
    table = "" if value.get("closed") is False else "polygons"
    return [Notation(table, paths, pixels.points, pixels.to_points, are_percents=True)]


class _Pixels:
    """What percents are in pixels, on an image where one of them is so many across and down."""

    def __init__(self, across: float, down: float) -> None:
        self.across, self.down = across, down

    def points(self, numbers: Numbers) -> Numbers:
        """Points as pixels, x and y in turn."""
        return [number * (self.down if place % 2 else self.across) for place, number in enumerate(numbers)]

    def to_points(self, values: Numbers, _: Numbers) -> Numbers:
        """Pixels as percents."""
        return [value / (self.down if place % 2 else self.across) for place, value in enumerate(values)]

    def box(self, numbers: Numbers) -> Numbers:
        """The box of x, y, width and height, where x and y are its left upper corner."""
        x, y, width, height = numbers
        return x * self.across, y * self.down, (x + width) * self.across, (y + height) * self.down

    def to_box(self, values: Numbers, _: Numbers) -> Numbers:
        """Left upper corner, width and height of a box."""
        x_min, y_min, x_max, y_max = values
        return x_min / self.across, y_min / self.down, (x_max - x_min) / self.across, (y_max - y_min) / self.down

    def turned(self, numbers: Numbers) -> Numbers:
        """A box that is turned clockwise about its left upper corner, by degrees, as one about its centre, radians."""
        x, y, width, height = self.points(numbers[:4])
        angle = math.radians(numbers[4])
        cosine, sine = _direction(angle)
        return (
            x + (width * cosine - height * sine) / 2,
            y + (width * sine + height * cosine) / 2,
            width,
            height,
            angle,
        )

    def to_turned(self, values: Numbers, _: Numbers) -> Numbers:
        """The same the other way round."""
        center_x, center_y, width, height, angle = values
        cosine, sine = _direction(angle)
        x = center_x - (width * cosine - height * sine) / 2
        y = center_y - (width * sine + height * cosine) / 2
        return [*self.to_points((x, y, width, height), ()), math.degrees(angle)]

    def around_ellipse(self, numbers: Numbers) -> Numbers:
        """The box around an ellipse that is turned about its centre."""
        x, y, across, down = self.points(numbers[:4])
        cosine, sine = _direction(math.radians(numbers[4]) if len(numbers) > 4 else 0.0)
        width, height = math.hypot(across * cosine, down * sine), math.hypot(across * sine, down * cosine)
        return x - width, y - height, x + width, y + height


def _direction(angle: float) -> tuple[float, float]:
    return (math.cos(angle), math.sin(angle)) if math.isfinite(angle) else (math.nan, math.nan)


def find_category(record: Mapping[str, Any]) -> str | None:
    """The category of a result: the first of its labels."""
    key = _label_key(record)
    labels = _value(record)[key] if key else None
    return label_text(labels[0]) if isinstance(labels, list) and labels else None


def _label_key(record: Mapping[str, Any]) -> str | None:
    return next((key for key in _value(record) if key.endswith(LABELS)), None)


def _value(record: Mapping[str, Any]) -> Mapping[str, Any]:
    value = record.get("value", record)
    return value if isinstance(value, dict) else {}
