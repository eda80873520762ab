"""From image coordinates to those of a drawing: one scale for both axes, y down in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from docs.generate.pictures import Panel
from docs.generate.shapes import Point

Extent = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_MARGIN: Final = 0.15
"""Kept free on each side, as a share of the longer side of what is shown."""
_WHOLE_IMAGE: Final = 2.5
"""An image up to this many times as long as its shapes is shown whole; of others, the part around the shapes."""
_ALIKE: Final = 2
"""Two panels have one scale where neither becomes more than this many times smaller by it."""


class View(Struct, frozen=True):
    """What part of the plane is shown, and where its top left corner and each unit go."""

    left: float
    top: float
    scale: float
    x: float
    y: float

    def place(self, point: Point) -> Point:
        """A point of the image in the drawing."""
        return self.x + (point[0] - self.left) * self.scale, self.y + (point[1] - self.top) * self.scale


def extent_of(panel: Panel) -> Extent | None:
    """What a panel must show: its shapes that are finite, and as much of the image as makes sense of them."""
    shown = _around([point for shape in panel.shapes if shape.is_finite for point in shape.points])
    if not shown or not panel.image_size:
        return shown
    image = (0.0, 0.0, *panel.image_size)
    apart = shown[2] <= 0 or shown[3] <= 0 or shown[0] >= image[2] or shown[1] >= image[3]
    is_far = apart and _length(union(shown, image)) > _length(image) + 2 * _length(shown)
    if is_far or _length(image) <= _WHOLE_IMAGE * _length(shown):
        return union(shown, image)
    return shown


def common(first: Extent | None, second: Extent | None) -> tuple[Extent | None, Extent | None]:
    """One extent for both panels where they are alike, so that they can be compared."""
    if not first or not second:
        return first, second
    both = union(first, second)
    alike = _length(both) <= _ALIKE * min(_length(first), _length(second))
    return (both, both) if alike else (first, second)


def view_of(extent: Extent, x: float, y: float, width: float, height: float) -> View:
    """The extent with a margin in the middle of a rectangle of the drawing."""
    margin = _MARGIN * (_length(extent) or 1)
    across, down = extent[2] - extent[0] + 2 * margin, extent[3] - extent[1] + 2 * margin
    scale = min(width / across, height / down)
    return View(
        left=(extent[0] + extent[2] - width / scale) / 2,
        top=(extent[1] + extent[3] - height / scale) / 2,
        scale=scale,
        x=x,
        y=y,
    )


def union(first: Extent, second: Extent) -> Extent:
    """The smallest extent that holds both."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _around(points: Sequence[Point]) -> Extent | None:
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _length(extent: Extent) -> float:
    return max(extent[2] - extent[0], extent[3] - extent[1])
