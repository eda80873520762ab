"""Polygons reduced to columns: what rules read of an outline, without its vertices.

Polygons come flat: the coordinates of all their vertices one after another, and how many each has.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.vertices import ROUNDING, crossing_edge, smallest_rectangle

_LEAST: Final = 3
"""Vertices without which there is no area."""
_MOST_TOGETHER: Final = 16
"""Vertices up to which trying all directions for many polygons is faster than a hull for each."""
_TIE: Final = 1e-9
"""Relative difference of areas below which two rectangles are as small."""


def reduce_outlines(x: Any, y: Any, counts: Any, *, with_validity: bool = False) -> dict[str, Any]:
    """The columns of polygons by their names in the schema: extent, flatness, bow-ties and, on demand, validity.

    `x`, `y` (V,) float64 are the vertices of all polygons, of which each has `counts` (N,) int64. Columns (N,).
    """
    starts = np.cumsum(counts) - counts
    with np.errstate(all="ignore"):
        columns = _extents(x, y, starts, counts)
        is_finite = np.isfinite(sum(columns.values()))
        columns["is_flat"] = _flat(x, y, starts, np.where(is_finite, counts, 0), columns)
        columns["is_bow_tie"] = _bow_ties(x, y, starts, counts)
    if with_validity:
        columns["is_invalid"] = _invalid(x, y, starts, np.where(is_finite, counts, 0))
    return columns


def _extents(x: Any, y: Any, starts: Any, counts: Any) -> dict[str, Any]:
    """The smallest and largest coordinates, NaN without vertices or with one that is NaN."""
    filled = np.flatnonzero(counts)
    columns = {}
    for end, extreme in (("min", np.minimum), ("max", np.maximum)):
        for axis, values in (("x", x), ("y", y)):
            column = np.full(len(counts), np.nan)
            if len(filled):
                # polygons without vertices take no room, so each piece ends where the next filled one starts
                column[filled] = extreme.reduceat(values, starts[filled])
            columns[f"{axis}_{end}"] = column
    return columns


def _flat(x: Any, y: Any, starts: Any, counts: Any, extents: dict[str, Any]) -> Any:
    """Whether the smallest enclosing rectangle is at most 1e-3 px wide.

    Upright lines are by their extent. No enclosing rectangle is narrower than a triangle of three of the vertices
    is high, and of most polygons one such triangle is high enough; only the others are measured.
    """
    is_line = (extents["x_min"] == extents["x_max"]) | (extents["y_min"] == extents["y_max"])
    flat = is_line & (counts >= _LEAST)
    rows = np.flatnonzero(~is_line & (counts >= _LEAST))
    for corners in (3, 4):
        first, step = starts[rows], counts[rows] // corners
        rows = rows[~(_heights(x, y, first, first + step, first + 2 * step) > ROUNDING)]
    for count in range(_LEAST, _MOST_TOGETHER + 1):
        alike = rows[counts[rows] == count]
        if len(alike):
            points = [(x[starts[alike] + place], y[starts[alike] + place]) for place in range(count)]
            flat[alike] = smallest_rectangle(points)[0] <= ROUNDING
    for row in rows[counts[rows] > _MOST_TOGETHER].tolist():
        part = slice(starts[row], starts[row] + counts[row])
        flat[row] = shorter_side(x[part], y[part]) <= ROUNDING
    return flat


def _heights(x: Any, y: Any, *corners: Any) -> Any:
    """The smallest height of triangles, each corner given by vertex number. Pixels, NaN for a point."""
    a, b, c = ((x[corner] - x[corners[0]], y[corner] - y[corners[0]]) for corner in corners)
    doubled_area = np.abs(b[0] * c[1] - b[1] * c[0])
    edges = [np.hypot(end[0] - start[0], end[1] - start[1]) for start, end in ((a, b), (b, c), (c, a))]
    return doubled_area / np.maximum(np.maximum(edges[0], edges[1]), edges[2])


def shorter_side(x: Any, y: Any) -> float:
    """Shorter side of the rectangle of least area around points, in any direction. `x`, `y` (n,), pixels.

    One side of it lies on an edge of the convex hull (Freeman and Shapira 1975, "Determining the minimum-area
    encasing rectangle for an arbitrary closed curve"). Of equally small rectangles the thinnest counts.
    """
    corners = _hull(x, y)
    steps = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(*steps.T)
    if not lengths.any():
        return 0.0
    units = steps[lengths > 0] / lengths[lengths > 0, None]
    along = np.ptp(corners @ units.T, axis=0)
    across = np.ptp(corners @ np.column_stack([-units[:, 1], units[:, 0]]).T, axis=0)
    area = along * across
    smallest = area <= area.min() * (1 + _TIE)
    return float(np.minimum(along, across)[smallest].min()) if smallest.any() else float("nan")


def _hull(x: Any, y: Any) -> Any:
    """The corners of the convex hull, one after another (Andrew's monotone chain). Shape (h, 2), from the first on."""
    points = np.unique(np.column_stack([x - x[0], y - y[0]]), axis=0).tolist()
    chains = []
    for ordered in (points, points[::-1]):
        chain: list[list[float]] = []
        for point in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains.append(chain[:-1])
    return np.array(chains[0] + chains[1] or points, np.float64)


def _turn(first: list[float], second: list[float], third: list[float]) -> float:
    """Twice the signed area of a triangle."""
    return (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])


def _bow_ties(x: Any, y: Any, starts: Any, counts: Any) -> Any:
    """Whether opposite edges of four vertices cross; a fifth that repeats the first only closes the outline."""
    bow_ties = np.zeros(len(counts), np.bool_)
    closed = np.flatnonzero(counts == 5)
    first, last = starts[closed], starts[closed] + 4
    closed = closed[(x[first] == x[last]) & (y[first] == y[last])]
    rows = np.concatenate([np.flatnonzero(counts == 4), closed])
    if len(rows):
        bow_ties[rows] = crossing_edge([(x[starts[rows] + i], y[starts[rows] + i]) for i in range(4)]) > 0
    return bow_ties


def _invalid(x: Any, y: Any, starts: Any, counts: Any) -> Any:
    """Whether shapely holds a polygon of at least three vertices to be invalid."""
    import shapely

    invalid = np.zeros(len(counts), np.bool_)
    rows = np.flatnonzero(counts >= _LEAST)
    sizes = counts[rows]
    vertices = np.repeat(starts[rows] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    if len(rows):
        rings = shapely.linearrings(x[vertices], y[vertices], indices=np.repeat(np.arange(len(rows)), sizes))
        invalid[rows] = ~shapely.is_valid(shapely.polygons(rings))
    return invalid
