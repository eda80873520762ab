"""Convex hull quantities of four vertices: smallest enclosing rectangle, area, crossings, reflex vertices.

A shape is four `(x, y)` pairs of columns, in pixels, y down, joined in their order. Nothing here asks a
library: `cv2.minAreaRect` changed its angles three times, and a verdict must not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from boxlint.arrays import Array, Numbers, full, namespace, square_root

Points = Sequence[tuple[Array, Array]]
"""K points of each of N shapes: K pairs of columns of shape (N,)."""

ROUNDING: Final = 1e-3
"""Pixels below which a coordinate may be a matter of rounding."""
_TIE: Final = 1e-9
"""Relative difference of areas below which two rectangles are as small: those of a triangle's three sides are."""


def smallest_rectangle(points: Points) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The rectangle of least area around the points, in any direction; each (N,).

    Its shorter and its longer side, and the cosine and the sine of the longer one's direction, NaN for a point.

    One side of it lies on an edge of the convex hull (Freeman and Shapira 1975, "Determining the
    minimum-area encasing rectangle for an arbitrary closed curve"), and every such edge joins two of the
    points, so the least over all pairs is exact. Of equally small rectangles the thinnest counts.
    """
    xp = namespace(points[0][0])
    shifted = [(x - points[0][0], y - points[0][1]) for x, y in points]
    extent = largest([xp.abs(value) for point in shifted for value in point])
    unknown = full(len(extent), float("nan"), "float64", extent)
    shorter = longer = xp.where(extent == 0, extent, unknown)
    cosine = sine = unknown
    least = full(len(extent), float("inf"), "float64", extent)
    for (x_a, y_a), (x_b, y_b) in combinations(shifted, 2):
        x_unit, y_unit = _direction(x_b - x_a, y_b - y_a)
        along, across = _extents(shifted, x_unit, y_unit)
        short, area = xp.minimum(along, across), along * across
        is_better = (area < least * (1 - _TIE)) | ((area <= least * (1 + _TIE)) & (short < shorter))
        shorter = xp.where(is_better, short, shorter)
        longer = xp.where(is_better, xp.maximum(along, across), longer)
        cosine = xp.where(is_better, xp.where(along >= across, x_unit, -y_unit), cosine)
        sine = xp.where(is_better, xp.where(along >= across, y_unit, x_unit), sine)
        least = xp.where(is_better, area, least)
    return shorter, longer, cosine, sine


def _direction(x_step: Numbers, y_step: Numbers) -> tuple[Numbers, Numbers]:
    """Cosine and sine of a step's direction; NaN where there is none."""
    length = square_root(x_step * x_step + y_step * y_step)
    return x_step / length, y_step / length


def _extents(points: Points, x_unit: Numbers, y_unit: Numbers) -> tuple[Numbers, Numbers]:
    """Extents of the points along a direction and across it."""
    along = [x * x_unit + y * y_unit for x, y in points]
    across = [y * x_unit - x * y_unit for x, y in points]
    return largest(along) - smallest(along), largest(across) - smallest(across)


def signed_area(points: Points) -> Numbers:
    """Area of four vertices in order, positive where they run clockwise on screen. Square pixels, shape (N,).

    Half the cross product of the diagonals, which is the shoelace formula for four vertices.
    """
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = points
    return 0.5 * ((x3 - x1) * (y4 - y2) - (x4 - x2) * (y3 - y1))


def smallest_distance(points: Points) -> Numbers:
    """Distance of the two vertices that are nearest to each other. Pixels, shape (N,)."""
    squares = [
        (x_b - x_a) * (x_b - x_a) + (y_b - y_a) * (y_b - y_a) for (x_a, y_a), (x_b, y_b) in combinations(points, 2)
    ]
    return square_root(smallest(squares))


def crossing_edge(points: Points) -> Numbers:
    """1 where edge 1–2 crosses edge 3–4, 2 where edge 2–3 crosses edge 4–1, else 0. Shape (N,)."""
    first, second, third, fourth = points
    xp = namespace(first[0])
    zero = full(len(first[0]), 0.0, "float64", first[0])
    answer = xp.where(_cross(second, third, fourth, first), zero + 2, zero)
    return xp.where(_cross(first, second, third, fourth), zero + 1, answer)


def _cross(
    start: tuple[Array, Array], end: tuple[Array, Array], other: tuple[Array, Array], last: tuple[Array, Array]
) -> Array:
    """Whether two segments cross properly, each end well away from the other's line."""
    return _are_apart(start, end, other, last) & _are_apart(other, last, start, end)


def _are_apart(
    start: tuple[Array, Array], end: tuple[Array, Array], one: tuple[Array, Array], two: tuple[Array, Array]
) -> Array:
    """Whether two points lie on different sides of the line through `start` and `end`."""
    first, second = _height(start, end, one), _height(start, end, two)
    return ((first > ROUNDING) & (second < -ROUNDING)) | ((first < -ROUNDING) & (second > ROUNDING))


def _height(start: tuple[Array, Array], end: tuple[Array, Array], point: tuple[Array, Array]) -> Numbers:
    """Signed distance of a point from the line through two others; NaN where they are one. Pixels."""
    x_step, y_step = end[0] - start[0], end[1] - start[1]
    length = square_root(x_step * x_step + y_step * y_step)
    return (x_step * (point[1] - start[1]) - y_step * (point[0] - start[0])) / length


def reflex_depth(points: Points) -> Numbers:
    """How far a vertex lies inside the line through its neighbours, ≤ 0 where the shape is convex. Pixels, shape (N,).

    A convex quadrilateral has all vertices on one side of those lines, whichever way it runs.
    """
    count = len(points)
    heights = [_height(points[i - 1], points[(i + 1) % count], points[i]) for i in range(count)]
    xp = namespace(heights[0])
    return xp.minimum(largest(heights), -smallest(heights))


def largest(columns: Sequence[Array]) -> Array:
    """The largest of K columns, NaN where one of them is NaN. Shape (N,)."""
    xp, answer = namespace(columns[0]), columns[0]
    for column in columns[1:]:
        answer = xp.maximum(answer, column)
    return answer


def smallest(columns: Sequence[Array]) -> Array:
    """The smallest of K columns, NaN where one of them is NaN. Shape (N,)."""
    xp, answer = namespace(columns[0]), columns[0]
    for column in columns[1:]:
        answer = xp.minimum(answer, column)
    return answer
