"""The shapes of CVAT: what each is called, and the attributes that it has its numbers in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

Box = tuple[float, float, float, float]


class BoxShape(Struct, frozen=True):
    """A shape with a box: the attributes of its numbers, and the box x_min, y_min, x_max, y_max that they say."""

    keys: tuple[str, ...]
    box: Callable[[Sequence[float], float], Box]


def _as_written(numbers: Sequence[float], _: float) -> Box:
    x_min, y_min, x_max, y_max = numbers
    return x_min, y_min, x_max, y_max


def _around_ellipse(numbers: Sequence[float], angle: float) -> Box:
    """The upright box around an ellipse of centre and radii that is turned, as tight as can be."""
    x, y, across, down = numbers
    if angle:
        cosine, sine = math.cos(angle), math.sin(angle)
        across, down = math.hypot(across * cosine, down * sine), math.hypot(across * sine, down * cosine)
    return x - across, y - down, x + across, y + down


def _of_mask(numbers: Sequence[float], _: float) -> Box:
    left, top, width, height = numbers
    return left, top, left + width, top + height


BOXES: Final[Mapping[str, BoxShape]] = {
    "box": BoxShape(("xtl", "ytl", "xbr", "ybr"), _as_written),
    "ellipse": BoxShape(("cx", "cy", "rx", "ry"), _around_ellipse),
    "mask": BoxShape(("left", "top", "width", "height"), _of_mask),
}
CUBOID: Final = tuple(f"{axis}{corner}{face}" for face in "12" for corner in ("tl", "bl", "tr", "br") for axis in "xy")
"""The attributes of a cuboid: the corners of its two faces, in the picture."""
PARENTS: Final = {"image": None, "track": None}
"""The elements whose children are shapes, all of them."""
