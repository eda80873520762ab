"""Measures of polygons. Lengths are in pixels, y down."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Flags, Numbers, namespace
from boxlint.measures.box import overhang as overhang
from boxlint.measures.finite import all_finite, first_not_finite, largest_magnitude
from boxlint.measures.text import worded
from boxlint.tables import Text
from boxlint.vertices import ROUNDING

__all__ = [
    "can_be_dropped",
    "height",
    "is_finite",
    "is_sound",
    "not_finite_value",
    "overhang",
    "shortcoming",
    "vertex_count",
    "width",
]

_LEAST: Final = 6
"""Numbers of a triangle."""
_CORNERS: Final = 4
"""Numbers of two opposite corners."""


def vertex_count(number_count: Numbers) -> Numbers:
    """How many vertices the numbers make. Shape (N,)."""
    return namespace(number_count).floor(number_count / 2)


def shortcoming(
    problem: Text,
    part: Numbers,
    number_count: Numbers,
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    annotation_box_x_min: Numbers,
    annotation_box_y_min: Numbers,
    annotation_box_x_max: Numbers,
    annotation_box_y_max: Numbers,
) -> Text:
    """What a polygon is that cannot be an outline. Shape (N,)."""
    off = largest_magnitude(
        (
            x_min - annotation_box_x_min,
            y_min - annotation_box_y_min,
            x_max - annotation_box_x_max,
            y_max - annotation_box_y_max,
        )
    )
    is_short = number_count < _LEAST
    return worded(
        problem,
        (
            (is_short, "polygon {:.0f} has {:.0f} numbers: fewer than three points"),
            (is_odd(number_count), "polygon {:.0f} has {:.0f} numbers: the last one has no partner"),
            (
                (number_count == _CORNERS) & (off <= ROUNDING),
                "polygon {:.0f} has {:.0f} numbers: the corners of the box, no outline",
            ),
        ),
        (part, number_count),
    )


def is_odd(number_count: Numbers) -> Flags:
    """Whether the last number has no partner. Shape (N,)."""
    return number_count > 2 * namespace(number_count).floor(number_count / 2)


def is_sound(number_count: Numbers, is_malformed: Flags, is_finite: Flags, is_flat: Flags) -> Flags:
    """Whether the polygon is an outline that has an area. Shape (N,)."""
    return (number_count >= _LEAST) & ~is_odd(number_count) & ~is_malformed & is_finite & ~is_flat


def can_be_dropped(part: Numbers, annotation_has_sound_polygon: Flags, annotation_has_upright_area: Flags) -> Flags:
    """Whether it is one of a list, and a sound one or the rectangle of the box can stand for the mask. Shape (N,)."""
    return (part >= 0) & (annotation_has_sound_polygon | annotation_has_upright_area)


def is_finite(x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers) -> Flags:
    """Whether no coordinate of a vertex is NaN or infinite; false without vertices. Shape (N,)."""
    return all_finite((x_min, y_min, x_max, y_max))


def not_finite_value(x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers) -> Numbers:
    """A NaN or infinite coordinate, if there is one. Shape (N,)."""
    return first_not_finite((x_min, y_min, x_max, y_max))


def width(x_min: Numbers, x_max: Numbers) -> Numbers:
    """Width of the extent. Shape (N,)."""
    return x_max - x_min


def height(y_min: Numbers, y_max: Numbers) -> Numbers:
    """Height of the extent. Shape (N,)."""
    return y_max - y_min
