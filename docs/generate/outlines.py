"""One shape as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from docs.generate.shapes import Point, Shape
from docs.generate.view import View

_THIN: Final = 5.0
"""An upright box with an area is drawn at least this wide, so that both of its sides are seen."""
_NEAR: Final = 9.0
"""Points nearer to each other than this share one label."""
_MANY: Final = 4


def drawn_shape(shape: Shape, color: str, view: View, count: int) -> Iterator[str]:
    """The elements of a shape; where there are many (`count`), it is its thin outline alone."""
    outline = [view.place(point) for point in shape.outline]
    if shape.table == "box":
        outline = _thickened(shape.outline, outline)
    if outline:
        is_flat = _is_flat(shape.outline)
        yield f'<path class="s {color}{" many" * (count > _MANY)}{" z" * is_flat}" d="{_path(outline)}z"/>'
        if is_flat:
            yield from (_dot(point, color) for point in dict.fromkeys(map(_rounded, outline)))
    for line in shape.lines if count <= _MANY else ():
        yield f'<path class="s l {color}" d="{_path([view.place(point) for point in line])}"/>'
    if count <= _MANY or not outline:
        yield from _labels(shape, color, view)


def _labels(shape: Shape, color: str, view: View) -> Iterator[str]:
    """Dots on labelled points, with their labels outside of the shape; where points meet, the labels do too."""
    places: list[tuple[Point, list[str]]] = []
    for point, text in shape.labels:
        place = view.place(point)
        met = next((texts for other, texts in places if _distance(other, place) < _NEAR), None)
        if met is None:
            places.append((place, [text]))
        else:
            met.append(text)
    middle = _middle([place for place, _ in places])
    for place, texts in places:
        away = _distance(place, middle)
        across, down = ((place[axis] - middle[axis]) / away for axis in (0, 1)) if away else (1, 0)
        side = "m" if abs(across) < 0.3 else "e" if across < 0 else "b"
        x, y = place[0] + across * 8, place[1] + down * 12 + 4
        yield _dot(place, color)
        yield f'<text class="{color} {side}" x="{x:.4g}" y="{y:.4g}">{escape(", ".join(texts))}</text>'


def _thickened(written: Sequence[Point], outline: list[Point]) -> list[Point]:
    """An upright box that has an area, with sides that are long enough to be seen."""
    (x1, y1), _, (x2, y2), _ = outline
    if written[0][0] != written[2][0]:
        x1, x2 = _spread(x1, x2)
    if written[0][1] != written[2][1]:
        y1, y2 = _spread(y1, y2)
    return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]


def _spread(low: float, high: float) -> tuple[float, float]:
    if abs(high - low) >= _THIN:
        return low, high
    middle = (low + high) / 2
    return middle - _THIN / 2, middle + _THIN / 2


def _is_flat(outline: Sequence[Point]) -> bool:
    """Whether all points are on one line, or one point."""
    x, y = outline[0]
    far_x, far_y = max(outline, key=lambda point: _distance(point, outline[0]))
    reach = _distance(outline[0], (far_x, far_y))
    return all(abs((px - x) * (far_y - y) - (py - y) * (far_x - x)) <= 1e-9 * reach**2 for px, py in outline)


def _path(points: Sequence[Point]) -> str:
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _dot(point: Point, color: str) -> str:
    return f'<circle class="{color}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3"/>'


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _middle(points: Sequence[Point]) -> Point:
    count = max(len(points), 1)
    return sum(x for x, _ in points) / count, sum(y for _, y in points) / count


def _distance(first: Point, second: Point) -> float:
    return max(abs(first[0] - second[0]), abs(first[1] - second[1]))
