"""Outlines reduced to columns, against shapely and against exact cases."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from boxlint.outlines import reduce_outlines, shorter_side
from boxlint.vertices import smallest_rectangle

Outline = list[tuple[float, float]]
COORDINATES = st.one_of(st.integers(-20, 20).map(float), st.floats(-1000, 1000))
OUTLINES = st.lists(st.tuples(COORDINATES, COORDINATES), max_size=9)


def reduced(outlines: Sequence[Outline]) -> dict[str, Any]:
    """The columns of some outlines together, which are those of each by itself."""
    together = reduce_all(outlines)
    for row, outline in enumerate(outlines):
        alone = reduce_all([outline])
        assert {name: repr(column[row]) for name, column in together.items()} == {
            name: repr(column[0]) for name, column in alone.items()
        }
    return together


def reduce_all(outlines: Sequence[Outline]) -> dict[str, Any]:
    vertices = np.array([vertex for outline in outlines for vertex in outline], np.float64).reshape(-1, 2)
    counts = np.array([len(outline) for outline in outlines], np.int64)
    return reduce_outlines(vertices[:, 0], vertices[:, 1], counts, with_validity=True)


@given(st.lists(OUTLINES, max_size=6))
def test_extents_are_those_of_all_vertices(outlines: list[Outline]) -> None:
    found = reduced(outlines)
    for row, outline in enumerate(outlines):
        extent = tuple(found[name][row] for name in ("x_min", "y_min", "x_max", "y_max"))
        if outline:
            assert extent == shapely.MultiPoint(outline).bounds
        else:
            assert all(map(math.isnan, extent))


@given(st.lists(OUTLINES, max_size=6))
def test_validity_is_shapelys(outlines: list[Outline]) -> None:
    found = reduced(outlines)["is_invalid"]
    expected = [len(outline) >= 3 and not shapely.Polygon(outline).is_valid for outline in outlines]
    assert found.tolist() == expected


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=4, max_size=4), st.booleans())
@example([(0, 0), (10, 0), (0, 10), (10, 10)], False)
def test_a_bow_tie_is_what_shapely_sees_cross(outline: Outline, is_closed: bool) -> None:
    """Opposite edges that cross in one point, with room around it."""
    first, second, third, fourth = (shapely.Point(vertex) for vertex in outline)
    crossings = []
    for (a, b), (c, d) in (((first, second), (third, fourth)), ((second, third), (fourth, first))):
        one, other = shapely.LineString([a, b]), shapely.LineString([c, d])
        distances = [line_distance(one, p) for p in (c, d)] + [line_distance(other, p) for p in (a, b)]
        crossings.append((one.crosses(other), min(distances)))
    found = bool(reduced([outline + outline[:1] * is_closed])["is_bow_tie"][0])
    if found:
        assert any(crosses for crosses, _ in crossings)
    if any(crosses and room > 2e-3 for crosses, room in crossings):
        assert found


def line_distance(line: Any, point: Any) -> float:
    """Distance of a point from the straight line through a segment."""
    (x1, y1), (x2, y2) = line.coords
    length = math.hypot(x2 - x1, y2 - y1)
    return abs((x2 - x1) * (point.y - y1) - (y2 - y1) * (point.x - x1)) / length if length else 0.0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 6])
def test_other_counts_are_no_bow_tie(count: int) -> None:
    """Five vertices only where the last repeats the first."""
    outline = [(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0), (-5.0, 5.0), (0.0, 0.0)][:count]
    assert not reduced([outline])["is_bow_tie"][0]


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=12))
def test_the_shorter_side_is_that_of_the_smallest_rectangle(outline: Outline) -> None:
    """Of all directions that join two vertices, one of which is right, the least area."""
    points = [(np.array([x]), np.array([y])) for x, y in outline]
    with np.errstate(all="ignore"):
        expected = smallest_rectangle(points)[0][0] if len(outline) > 1 else 0.0
        found = shorter_side(*np.array(outline).T)
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=10))
def test_the_smallest_rectangle_has_no_more_area_than_shapelys(outline: list[tuple[int, int]]) -> None:
    points = shapely.MultiPoint(outline)
    rectangle = shapely.minimum_rotated_rectangle(points)
    found = shorter_side(*np.array(outline, np.float64).T)
    if rectangle.area < 1e-9:
        assert found == pytest.approx(0, abs=1e-9)
        return
    hull = points.convex_hull
    # its longer side is at most the diameter
    assert found * points.minimum_rotated_rectangle.length >= hull.area
    assert found <= math.sqrt(rectangle.area) + 1e-9


@given(
    st.lists(st.tuples(st.floats(-100, 100), st.floats(-1, 1)), min_size=3, max_size=20),
    st.floats(0, 6.3),
    st.sampled_from([0.0, 1e-6, 3e-4, 5e-4, 6e-4, 1e-3, 1e-2, 1.0]),
    st.floats(-1000, 1000),
)
def test_what_is_at_most_a_thousandth_of_a_pixel_wide_is_flat(
    points: list[tuple[float, float]], angle: float, half: float, shift: float
) -> None:
    """In any direction: the filter by triangles lets through no outline that the rectangle would call flat."""
    cosine, sine = math.cos(angle), math.sin(angle)
    outline = [(shift + x * cosine - y * half * sine, x * sine + y * half * cosine - shift) for x, y in points]
    side = shorter_side(*np.array(outline).T)
    if abs(side - 1e-3) > 1e-9:
        assert bool(reduced([outline])["is_flat"][0]) == (side <= 1e-3)


@pytest.mark.parametrize(
    ("outline", "is_flat"),
    [
        ([(5.0, 5.0)] * 3, True),
        ([(5.0, 5.0)] * 7, True),
        ([(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)], False),
        ([(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 0.0), (5.0, 0.0), (5.0, 3.0), (5.0, 0.0)], False),
        ([(0.0, 0.0), (10.0, 10.0)], False),
        ([(1e6, 1e6), (1e6 + 100, 1e6 + 100), (1e6 + 50, 1e6 + 50)], True),
        ([(0.0, 0.0), (1e300, 1e300), (1e300, 0.0)], False),
        ([(0.0, 0.0), (math.nan, 0.0), (1.0, 0.0)], False),
        ([(0.0, 0.0), (math.inf, 0.0), (1.0, 0.0)], False),
    ],
)
def test_flat_outlines(outline: Outline, is_flat: bool) -> None:
    """Lines and points are flat; bow-ties, spikes with an area, two points and odd numbers are not."""
    assert bool(reduced([outline])["is_flat"][0]) == is_flat
