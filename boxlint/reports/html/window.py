"""The part of an image's plane that a picture shows, and where things lie in it."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Final

from msgspec import Struct

WIDTH: Final = 320.0
HEIGHT: Final = 240.0
"""Of a picture, in its own units."""
_FARTHEST: Final = 4000.0
"""Units from the middle beyond which nothing is drawn: browsers draw huge numbers as they please."""
_SMALLEST: Final = 48.0
"""Pixels of an image's width that a picture shows at least."""
_AROUND: Final = 2.2
"""How many times the object's extent is shown."""

Point = tuple[float, float]
Extent = tuple[float, float, float, float]
"""x_min, y_min, x_max, y_max."""


class Window(Struct, frozen=True):
    """The view from (`x`, `y`) in pixels of an image, `scale` units a pixel."""

    x: float
    y: float
    scale: float

    def place(self, point: Point) -> Point:
        """A point of the image in units of the picture; one far away is brought near, in its direction."""
        x, y = ((value - start) * self.scale for value, start in zip(point, (self.x, self.y), strict=True))
        return (
            min(max(x, WIDTH / 2 - _FARTHEST), WIDTH / 2 + _FARTHEST),
            min(max(y, HEIGHT / 2 - _FARTHEST), HEIGHT / 2 + _FARTHEST),
        )

    @property
    def shown(self) -> Extent:
        """What is seen, in pixels of the image."""
        return self.x, self.y, self.x + WIDTH / self.scale, self.y + HEIGHT / self.scale


def around(extent: Extent) -> Window:
    """The window that shows an extent in its middle, and no more than it must; a point gets one pixel."""
    x_min, y_min, x_max, y_max = extent
    scale = min(WIDTH / max(x_max - x_min, 1.0), HEIGHT / max(y_max - y_min, 1.0))
    return Window((x_min + x_max - WIDTH / scale) / 2, (y_min + y_max - HEIGHT / scale) / 2, scale)


def whole(frame: Extent, extent: Extent | None) -> Window:
    """The window that shows a whole frame with some room, and of what sticks out of it at most half as much again."""
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    shown = frame if extent is None else united([frame, near(frame, extent, 0.5)])
    room = 0.04 * max(width, height)
    return around((shown[0] - room, shown[1] - room, shown[2] + room, shown[3] + room))


def close(frame: Extent, extent: Extent) -> Window:
    """The window that shows an extent and some of the frame around it, and little beyond the frame's border.

    Of what lies outside the frame the whole frame is shown: nothing else says where it is.
    """
    if extent[0] >= frame[2] or extent[1] >= frame[3] or extent[2] <= frame[0] or extent[3] <= frame[1]:
        return whole(frame, extent)
    x_min, y_min, x_max, y_max = near(frame, extent, 0.25)
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    side = max((x_max - x_min) * _AROUND, (y_max - y_min) * _AROUND * WIDTH / HEIGHT, _SMALLEST)
    if side >= width and side * HEIGHT / WIDTH >= height:
        return whole(frame, extent)
    half = side / 2, side / 2 * HEIGHT / WIDTH
    x, y = (x_min + x_max) / 2, (y_min + y_max) / 2
    # the view stays within the frame, but for what lies outside
    room = 0.05 * side
    x = _within(x, min(frame[0], x_min) - room + half[0], max(frame[2], x_max) + room - half[0])
    y = _within(y, min(frame[1], y_min) - room + half[1], max(frame[3], y_max) + room - half[1])
    return around((x - half[0], y - half[1], x + half[0], y + half[1]))


def extent_of(points: Iterable[Point]) -> Extent | None:
    """The extent of those points that are finite; None without any."""
    finite = [point for point in points if all(map(isfinite, point))]
    if not finite:
        return None
    xs, ys = zip(*finite, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def united(extents: Iterable[Extent]) -> Extent:
    """The extent of extents."""
    x_min, y_min, x_max, y_max = zip(*extents, strict=True)
    return min(x_min), min(y_min), max(x_max), max(y_max)


def near(frame: Extent, extent: Extent, share: float) -> Extent:
    """An extent without what is further from a frame than a share of the frame's size."""
    width, height = share * (frame[2] - frame[0]), share * (frame[3] - frame[1])
    return (
        _within(extent[0], frame[0] - width, frame[2] + width),
        _within(extent[1], frame[1] - height, frame[3] + height),
        _within(extent[2], frame[0] - width, frame[2] + width),
        _within(extent[3], frame[1] - height, frame[3] + height),
    )


def _within(value: float, least: float, most: float) -> float:
    return (least + most) / 2 if least > most else min(max(value, least), most)
