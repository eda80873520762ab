"""Boxes as formats write them, and back: two corners, four, or a corner or the centre with width and height.

Every `to_…` gets what is written so far, because the order of its numbers stays.
"""

from __future__ import annotations

from collections.abc import Sequence

Numbers = Sequence[float]


def from_two_points(numbers: Numbers) -> Numbers:
    """The box between two opposite corners, given in any order as x and y of each."""
    (x_min, x_max), (y_min, y_max) = (_ordered(numbers[axis], numbers[axis + 2]) for axis in (0, 1))
    return x_min, y_min, x_max, y_max


def to_two_points(values: Numbers, written: Numbers) -> Numbers:
    """Two opposite corners, each on the side of the other on which it was."""
    x, y = ((values[axis], values[axis + 2]) for axis in (0, 1))
    if written[0] > written[2]:
        x = x[::-1]
    if written[1] > written[3]:
        y = y[::-1]
    return x[0], y[0], x[1], y[1]


def _ordered(first: float, second: float) -> tuple[float, float]:
    # a NaN stays where it is
    return (second, first) if first > second else (first, second)


def are_upright(corners: Numbers) -> bool:
    """Whether four corners, x and y in turn, are those of an upright rectangle: each in one of two columns and rows."""
    xs, ys = corners[::2], corners[1::2]
    return len({*zip(xs, ys, strict=True)}) == 4 and len({*xs}) == len({*ys}) == 2


def from_corners(numbers: Numbers) -> Numbers:
    """The extent of corners, x and y in turn."""
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def to_corners(values: Numbers, written: Numbers) -> Numbers:
    """The corners of an upright rectangle, in the order in which they were."""
    x_min, y_min, x_max, y_max = values
    old = from_corners(written)
    return [
        (x_min if number == old[0] else x_max) if place % 2 == 0 else (y_min if number == old[1] else y_max)
        for place, number in enumerate(written)
    ]


def from_position(numbers: Numbers) -> Numbers:
    """The box of x, y, width and height, where x and y are its left upper corner."""
    x, y, width, height = numbers
    return x, y, x + width, y + height


def to_position(values: Numbers, _: Numbers) -> Numbers:
    """Left upper corner, width and height of a box."""
    x_min, y_min, x_max, y_max = values
    return x_min, y_min, x_max - x_min, y_max - y_min


def from_center(numbers: Numbers) -> Numbers:
    """The box of x, y, width and height, where x and y are its centre."""
    x, y, width, height = numbers
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def to_center(values: Numbers, _: Numbers) -> Numbers:
    """Centre, width and height of a box."""
    x_min, y_min, x_max, y_max = values
    return (x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min
