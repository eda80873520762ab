"""Measures of polygons. Lengths are in pixels, y down."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Flags, Numbers, cast, full, namespace
from boxlint.measures.box import overhang as overhang
from boxlint.measures.finite import all_finite, first_not_finite, largest_magnitude
from boxlint.tables import Text
from boxlint.vertices import ROUNDING

__all__ = [
    "height",
    "is_finite",
    "not_finite_value",
    "overhang",
    "shortcoming",
    "vertex_count",
    "width",
]

_CORNERS: Final = 4
"""Numbers of two opposite corners."""
_SHORTCOMINGS: Final = ("fewer than three points", "the last one has no partner", "the corners of the box, no outline")


def vertex_count(number_count: Numbers) -> Numbers:
    """How many vertices the numbers make. Shape (N,)."""
    return namespace(number_count).floor(number_count / 2)


def shortcoming(
    problem: Text,
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
    """What the numbers of a polygon are that cannot be an outline. Shape (N,)."""
    xp = namespace(number_count)
    off = largest_magnitude(
        (
            x_min - annotation_box_x_min,
            y_min - annotation_box_y_min,
            x_max - annotation_box_x_max,
            y_max - annotation_box_y_max,
        )
    )
    is_box = (number_count == _CORNERS) & (off <= ROUNDING)
    odd = number_count > 2 * xp.floor(number_count / 2)
    first = full(len(number_count), len(problem.values), "int64", number_count)
    codes = xp.where(odd, first + 1, first)
    codes = xp.where(is_box, first + 2, codes)
    codes = xp.where(problem.codes >= 0, cast(problem.codes, "int64"), codes)
    return Text(codes, (*problem.values, *_SHORTCOMINGS))


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
