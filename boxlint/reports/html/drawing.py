"""The drawing of a case: an object in red on its picture or an empty frame, what it repeats dashed, others thin."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees, isfinite
from typing import Final

from msgspec import Struct

from boxlint.reports.html.markup import escaped
from boxlint.reports.html.shapes import Shape
from boxlint.reports.html.window import HEIGHT, WIDTH, Extent, Point, Window, extent_of, united

_TOO_SMALL: Final = 9.0
"""Units below which a shape gets a ring."""
_BORDER: Final = 15.0
"""Units from the border at which an arrow points to what is outside."""
_MOST_POINTS: Final = 400
"""Points that are drawn of the outlines of a row together; of more of them only some."""


class Case(Struct, frozen=True):
    """What is drawn: the shapes of the row, of the row that it names, and of the other objects of its image."""

    shapes: Sequence[Shape]
    related: Sequence[Shape] = ()
    others: Sequence[Shape] = ()

    @property
    def extent(self) -> Extent | None:
        """Of the shapes of the row and of the one that it names; None where no number is finite."""
        found = [extent_of(shape.points) for shape in (*self.shapes, *self.related)]
        known = [extent for extent in found if extent]
        return united(known) if known else None


class Crop(Struct, frozen=True):
    """A piece of a picture as a data address, and where it lies in the image, in pixels."""

    address: str
    place: Extent


def draw(case: Case, frame: Extent | None, window: Window, crop: Crop | None, label: str) -> str:
    """The SVG of a case; `frame` is the image's border where it is known."""
    parts = [f'<svg class="case{" photo" if crop else ""}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img">']
    parts.append(f"<title>{escaped(label)}</title>")
    if crop:
        parts.append(_picture(crop, window))
    if frame:
        parts.append(f'<path class="frame" d="{_rectangle(frame, window)}"/>')
    parts += [f'<path class="other" d="{_paths(case.others, window)}"/>' if case.others else ""]
    lines = {kind: _paths(shapes, window) for kind, shapes in (("fault", case.shapes), ("related", case.related))}
    # a light edge, so that the lines show on any picture; the dashes on top, as duplicates coincide
    parts += [f'<path class="casing" d="{path}"/>' for path in lines.values() if path]
    parts += [f'<path class="{kind}" d="{path}"/>' for kind, path in lines.items() if path]
    parts += [_pointer(shape, window) for shape in case.shapes[:_MOST_POINTS]]
    return "".join((*parts, "</svg>"))


def _picture(crop: Crop, window: Window) -> str:
    x, y = window.place(crop.place[:2])
    right, bottom = window.place(crop.place[2:])
    size = f'width="{right - x:.1f}" height="{bottom - y:.1f}"'
    return f'<image href="{crop.address}" x="{x:.1f}" y="{y:.1f}" {size} preserveAspectRatio="none"/>'


def _rectangle(extent: Extent, window: Window) -> str:
    x, y = window.place(extent[:2])
    right, bottom = window.place(extent[2:])
    return f"M{x:.1f} {y:.1f}H{right:.1f}V{bottom:.1f}H{x:.1f}Z"


def _paths(shapes: Sequence[Shape], window: Window) -> str:
    step = -(-sum(len(shape.points) for shape in shapes) // _MOST_POINTS) or 1
    return "".join(_path(shape, window, step) for shape in shapes[:_MOST_POINTS])


def _path(shape: Shape, window: Window, step: int) -> str:
    """Every so many points of a shape, joined, or as crosses."""
    points = _placed(shape, window)[::step]
    if not points:
        return ""
    if not shape.is_closed:
        return "".join(f"M{x - 3:.1f} {y:.1f}h6m-3 -3v6" for x, y in points)
    return f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in points)}Z"


def _placed(shape: Shape, window: Window) -> list[Point]:
    return [window.place(point) for point in shape.points if all(map(isfinite, point))]


def _pointer(shape: Shape, window: Window) -> str:
    """What shows a shape that could not be seen otherwise: too small, outside, or without a finite number."""
    extent = extent_of(_placed(shape, window))
    if extent is None:
        return (
            f'<text class="lost" x="{WIDTH / 2:g}" y="{HEIGHT / 2:g}">'
            '<tspan class="mark">?</tspan> no place: not a finite number</text>'
        )
    x_min, y_min, x_max, y_max = extent
    x, y = (x_min + x_max) / 2, (y_min + y_max) / 2
    if x_max < 0 or y_max < 0 or x_min > WIDTH or y_min > HEIGHT:
        return _arrow(x, y)
    if max(x_max - x_min, y_max - y_min) < _TOO_SMALL and shape.is_closed:
        place = f'cx="{x:.1f}" cy="{y:.1f}" r="11"'
        return f'<circle class="casing" {place}/><circle class="ring" {place}/>'
    return ""


def _arrow(x: float, y: float) -> str:
    """An arrow at the border of the picture that points to a place outside."""
    at_x, at_y = min(max(x, _BORDER), WIDTH - _BORDER), min(max(y, _BORDER), HEIGHT - _BORDER)
    turn = degrees(atan2(y - at_y, x - at_x))
    shape = f'd="M12 0L-7 -8V8Z" transform="translate({at_x:.1f} {at_y:.1f}) rotate({turn:.1f})"'
    return f'<path class="casing" {shape}/><path class="arrow" {shape}/>'
