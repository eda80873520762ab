"""Coordinates as fractions of the sides of their image, rounded to float32: as trainers read files of fractions.

They take center and size of a box; of a polygon those of its extent, computed in float32 too. Unitless, shapes (N,);
NaN for labels in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from boxlint.arrays import Array, Flags, Numbers, cast, full, namespace
from boxlint.vertices import largest, smallest


def lowest_of_box(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    width: Numbers,
    height: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_has_fractions: Flags,
) -> Numbers:
    """The least of center and size."""
    values = partial(_of_box, x_min, y_min, x_max, y_max, width, height, image_width, image_height)
    return _where_written(image_has_fractions, lambda: smallest(values()))


def highest_of_box(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    width: Numbers,
    height: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_has_fractions: Flags,
) -> Numbers:
    """The greatest of center and size."""
    values = partial(_of_box, x_min, y_min, x_max, y_max, width, height, image_width, image_height)
    return _where_written(image_has_fractions, lambda: largest(values()))


def lowest_of_extent(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_has_fractions: Flags,
) -> Numbers:
    """The least of center and size of the extent."""
    values = partial(_of_extent, x_min, y_min, x_max, y_max, image_width, image_height)
    return _where_written(image_has_fractions, lambda: smallest(values()))


def highest_of_extent(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_has_fractions: Flags,
) -> Numbers:
    """The greatest of center and size of the extent."""
    values = partial(_of_extent, x_min, y_min, x_max, y_max, image_width, image_height)
    return _where_written(image_has_fractions, lambda: largest(values()))


def lowest_of_point(
    x: Numbers,
    y: Numbers,
    visibility: Numbers,
    image_width: Numbers,
    image_height: Numbers,
    image_has_fractions: Flags,
) -> Numbers:
    """The least of x, y and the visibility, where there is one."""

    def least() -> Array:
        position = cast(smallest(_of_point(x, y, image_width, image_height)), "float64")
        return namespace(x).where(visibility < position, visibility, position)

    return _where_written(image_has_fractions, least)


def highest_of_point(
    x: Numbers, y: Numbers, image_width: Numbers, image_height: Numbers, image_has_fractions: Flags
) -> Numbers:
    """The greater of x and y."""
    values = partial(_of_point, x, y, image_width, image_height)
    return _where_written(image_has_fractions, lambda: largest(values()))


def _of_box(
    x_min: Numbers,
    y_min: Numbers,
    x_max: Numbers,
    y_max: Numbers,
    width: Numbers,
    height: Numbers,
    image_width: Numbers,
    image_height: Numbers,
) -> Sequence[Array]:
    across, down = ((x_min + x_max) / 2 / image_width, (y_min + y_max) / 2 / image_height)
    return [cast(value, "float32") for value in (across, down, width / image_width, height / image_height)]


def _of_extent(
    x_min: Numbers, y_min: Numbers, x_max: Numbers, y_max: Numbers, image_width: Numbers, image_height: Numbers
) -> Sequence[Array]:
    left, right = (cast(x / image_width, "float32") for x in (x_min, x_max))
    upper, lower = (cast(y / image_height, "float32") for y in (y_min, y_max))
    return [(left + right) / 2, (upper + lower) / 2, right - left, lower - upper]


def _of_point(x: Numbers, y: Numbers, image_width: Numbers, image_height: Numbers) -> Sequence[Array]:
    return [cast(x / image_width, "float32"), cast(y / image_height, "float32")]


def _where_written(has_fractions: Flags, values: Callable[[], Array]) -> Numbers:
    """The values where coordinates are written as fractions; they are not made where none are."""
    unknown = full(len(has_fractions), float("nan"), "float64", has_fractions)
    if not has_fractions.any():
        return unknown
    return namespace(unknown).where(has_fractions, cast(values(), "float64"), unknown)
