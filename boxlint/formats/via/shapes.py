"""The shapes of VIA's regions, in pixels, and the name that is their class."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from boxlint.formats.json_objects import label_text
from boxlint.formats.json_shapes import Notation, Numbers, from_position, to_position

_CLASS_NAMES: Final = ("class", "label", "name", "category", "type", "object")
"""What the attribute that is the class is called most often, the likeliest first; in any case of letters."""


def find_shapes(record: Mapping[str, Any]) -> Sequence[Notation] | None:
    """The shape of a region: a box, or a polygon; no geometry for lines and points.

    Circles and ellipses are the boxes around them. None where the polygon has no lists of as many x as y, or the
    attributes of the shape are no object with a name.
    """
    attributes = record.get("shape_attributes")
    kind = attributes.get("name") if isinstance(attributes, dict) else None
    if not isinstance(attributes, dict) or not isinstance(kind, str):
        return None
    if kind in ("polygon", "polyline"):
        return _outline(attributes, "polygons" if kind == "polygon" else "")
    if kind in _KEYS:
        return [_notation(kind, "theta" in attributes)]
    return [Notation("", ())]


def _outline(attributes: Mapping[str, Any], table: str) -> Sequence[Notation] | None:
    xs, ys = attributes.get("all_points_x"), attributes.get("all_points_y")
    if not isinstance(xs, list) or not isinstance(ys, list) or len(xs) != len(ys):
        return None
    keys = ("all_points_x", "all_points_y")
    return [Notation(table, tuple(("shape_attributes", key, place) for place in range(len(xs)) for key in keys))]


def _around_circle(numbers: Numbers) -> Numbers:
    x, y, radius = numbers
    return x - radius, y - radius, x + radius, y + radius


def _around_ellipse(numbers: Numbers) -> Numbers:
    x, y, across, down, *angle = numbers
    cosine, sine = (math.cos(angle[0]), math.sin(angle[0])) if angle and math.isfinite(angle[0]) else (1.0, 0.0)
    width, height = math.hypot(across * cosine, down * sine), math.hypot(across * sine, down * cosine)
    return x - width, y - height, x + width, y + height


_KEYS: Final = {
    "rect": ("x", "y", "width", "height"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "point": ("cx", "cy"),
}
_READ: Final[dict[str, Callable[[Numbers], Numbers]]] = {"circle": _around_circle, "ellipse": _around_ellipse}


def _notation(kind: str, is_turned: bool) -> Notation:
    keys = (*_KEYS[kind], "theta") if kind == "ellipse" and is_turned else _KEYS[kind]
    paths = tuple(("shape_attributes", key) for key in keys)
    if kind == "rect":
        return Notation("boxes", paths, from_position, to_position)
    return Notation("", paths) if kind == "point" else Notation("boxes", paths, _READ[kind], None)


def find_category(record: Mapping[str, Any]) -> str | None:
    """The class of a region: of its attributes, the one that is called so, or else the first that has a text.

    Where only boxes of choices are left, it is the first choice that is ticked. None where no attribute says anything.
    """
    attributes = record.get("region_attributes")
    if not isinstance(attributes, dict):
        return None
    texts = {key: text for key, value in attributes.items() if (text := label_text(value)) is not None}
    named = {key.strip().lower(): text for key, text in reversed(texts.items())}
    likely = [named[name] for name in _CLASS_NAMES if name in named]
    choices = [_ticked(value) for value in attributes.values() if isinstance(value, dict)]
    found = [*likely, *texts.values(), *(choice for choice in choices if choice)]
    # a text that is there and blank is a class without a name
    return next(filter(None, found), found[0] if found else None)


def _ticked(choices: Mapping[str, Any]) -> str:
    return next((choice for choice, is_ticked in choices.items() if is_ticked is True), "")
