"""Quadrilaterals and rotated boxes: enclosing rectangle, order of vertices, position; against shapely."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Polygon, affinity, box

from boxlint.linter import lint
from boxlint.names import measures
from boxlint.rule_files import load_rules
from boxlint.vertices import smallest_rectangle
from tests.scene import measured, scene

NAN, INF = float("nan"), float("inf")
coordinate = st.integers(-60, 160) | st.floats(-60, 160, width=32)
quads = st.lists(st.lists(coordinate, min_size=8, max_size=8), min_size=1, max_size=20)
sides = st.floats(0.25, 90, width=32)
rotateds = st.lists(
    st.tuples(coordinate, coordinate, sides, sides, st.floats(-7, 7, width=32)), min_size=1, max_size=20
)
anything = st.floats(allow_nan=True, allow_infinity=True)
SIZE = (100.0, 80.0)


def points(quad: Any) -> list[tuple[float, float]]:
    return [(float(quad[i]), float(quad[i + 1])) for i in (0, 2, 4, 6)]


@given(quads)
@settings(deadline=None)
def test_smallest_rectangle_is_shapelys(shapes: list[list[float]]) -> None:
    """Its area agrees with shapely's to one in a million."""
    tables = scene("quad", shapes)
    shorter, longer = (measured(tables, "quad", name) for name in ("shorter_side", "longer_side"))
    for quad, short, long in zip(shapes, shorter, longer, strict=True):
        expected = MultiPoint(points(quad)).minimum_rotated_rectangle
        assert short <= long
        assert short * long == pytest.approx(expected.area, rel=1e-6, abs=1e-6)
        if expected.area == 0:
            assert long == pytest.approx(expected.length, abs=1e-6)


@given(quads)
@settings(deadline=None)
def test_direction_of_the_smallest_rectangle(shapes: list[list[float]]) -> None:
    """Seen along it and across it, the points reach just as far as the sides say."""
    columns = np.array(shapes, np.float64).T
    with np.errstate(all="ignore"):
        shorter, longer, cosine, sine = smallest_rectangle(list(zip(columns[::2], columns[1::2], strict=True)))
    for quad, short, long, cos, sin in zip(shapes, shorter, longer, cosine, sine, strict=True):
        if not long:
            assert math.isnan(cos)
            continue
        along = [x * cos + y * sin for x, y in points(quad)]
        across = [y * cos - x * sin for x, y in points(quad)]
        assert (max(along) - min(along), max(across) - min(across)) == pytest.approx((long, short), abs=1e-6)


@given(quads)
@settings(deadline=None)
def test_upright_box_is_shapelys(shapes: list[list[float]]) -> None:
    tables = scene("quad", shapes)
    found = np.column_stack([measured(tables, "quad", name) for name in ("x_min", "y_min", "x_max", "y_max")])
    assert [tuple(row) for row in found.tolist()] == [MultiPoint(points(quad)).bounds for quad in shapes]


@pytest.mark.parametrize(
    ("quad", "short", "long"),
    [
        ([0, 0, 40, 0, 40, 10, 0, 10], 10, 40),
        ([0, 0, 30, 40, 22, 46, -8, 6], 10, 50),  # a rectangle along (3, 4)
        ([0, 0, 40, 10, 40, 0, 0, 10], 10, 40),  # a bow-tie has the rectangle of its hull
        ([5, 5, 5, 5, 5, 5, 5, 5], 0, 0),
        ([0, 0, 30, 40, 15, 20, 3, 4], 0, 50),
        ([0, 0, 40, 0, 40, 0, 20, 10], 10, 40),  # a triangle: three rectangles as small, this one the thinnest
    ],
)
def test_known_rectangles(quad: list[float], short: float, long: float) -> None:
    tables = scene("quad", [quad])
    assert measured(tables, "quad", "shorter_side")[0] == pytest.approx(short, abs=1e-12)
    assert measured(tables, "quad", "longer_side")[0] == pytest.approx(long)


@given(quads)
@settings(deadline=None)
def test_order_of_vertices_is_shapelys(shapes: list[list[float]]) -> None:
    """Area, crossings and convexity, except where shapely's verdict hangs on a thousandth of a pixel."""
    tables = scene("quad", shapes)
    area, crossing, depth = (
        measured(tables, "quad", name) for name in ("signed_area", "crossing_edge", "reflex_depth")
    )
    for row, quad in enumerate(shapes):
        first, second, third, fourth = points(quad)
        shape = Polygon(points(quad))
        crosses = [
            LineString([first, second]).crosses(LineString([third, fourth])),
            LineString([second, third]).crosses(LineString([fourth, first])),
        ]
        if crossing[row]:
            assert crosses[int(crossing[row]) - 1]
        elif any(crosses):
            assert nearly_touches(points(quad))
        if shape.is_valid:
            assert abs(area[row]) == pytest.approx(shape.area, abs=1e-6)
            # clockwise on screen, where y points down, is counter-clockwise to shapely
            assert area[row] < 1e-9 or shape.exterior.is_ccw
            if depth[row] > 0.001:
                assert shape.convex_hull.area > shape.area
            elif shape.area > 1:
                assert shape.convex_hull.area == pytest.approx(shape.area, abs=1)


def nearly_touches(vertices: list[tuple[float, float]]) -> bool:
    """Whether a vertex lies within a thousandth of a pixel of the line through an edge opposite."""

    def height(start: Any, end: Any, point: Any) -> float:
        (x1, y1), (x2, y2), (x, y) = start, end, point
        length = math.hypot(x2 - x1, y2 - y1)
        return abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length if length else 0.0

    pairs = [(0, 1, 2), (0, 1, 3), (2, 3, 0), (2, 3, 1), (1, 2, 3), (1, 2, 0), (3, 0, 1), (3, 0, 2)]
    return any(height(vertices[a], vertices[b], vertices[c]) < 0.0011 for a, b, c in pairs)


@pytest.mark.parametrize(
    ("quad", "crossing", "is_reflex", "sign"),
    [
        ([0, 0, 40, 0, 40, 10, 0, 10], 0, False, 1),
        ([0, 0, 0, 10, 40, 10, 40, 0], 0, False, -1),
        ([0, 0, 40, 20, 40, 0, 0, 20], 1, False, 0),
        ([0, 0, 40, 0, 0, 20, 40, 20], 2, False, 0),
        ([0, 0, 40, 0, 10, 5, 0, 40], 0, True, 1),
        ([0, 0, 40, 0, 0, 0, 20, 30], 0, False, 0),  # there and back again
    ],
)
def test_known_orders(quad: list[float], crossing: int, is_reflex: bool, sign: int) -> None:
    tables = scene("quad", [quad])
    assert measured(tables, "quad", "crossing_edge")[0] == crossing
    if not crossing:
        assert bool(measured(tables, "quad", "reflex_depth")[0] > 0) is is_reflex
    assert np.sign(measured(tables, "quad", "signed_area")[0]) == sign


@given(quads)
@settings(deadline=None)
def test_smallest_vertex_distance(shapes: list[list[float]]) -> None:
    found = measured(scene("quad", shapes), "quad", "vertex_distance")
    for quad, distance in zip(shapes, found, strict=True):
        p = points(quad)
        assert distance == pytest.approx(min(math.dist(p[i], p[j]) for i in range(4) for j in range(i)), abs=1e-9)


@given(quads)
@settings(deadline=None)
def test_quad_outside_image_is_shapelys(shapes: list[list[float]]) -> None:
    """Outside is: the hull and the image have no area in common."""
    tables = scene("quad", shapes, image_size=SIZE)
    outside, overhang = (measured(tables, "quad", name) for name in ("is_outside_image", "overhang"))
    image = box(0, 0, *SIZE)
    for row, quad in enumerate(shapes):
        hull = MultiPoint(points(quad)).convex_hull
        if hull.area > 1e-3:
            check_outside(outside[row], hull, image)
        xs, ys = quad[::2], quad[1::2]
        assert overhang[row] == max(0, -min(xs), -min(ys), max(xs) - SIZE[0], max(ys) - SIZE[1])


@given(rotateds)
@settings(deadline=None)
def test_rotated_outside_image_is_shapelys(shapes: list[tuple[float, ...]]) -> None:
    tables = scene("rotated", shapes, image_size=SIZE)
    outside, overhang = (measured(tables, "rotated", name) for name in ("is_outside_image", "overhang"))
    image = box(0, 0, *SIZE)
    for row, (x, y, w, h, angle) in enumerate(shapes):
        shape = affinity.rotate(box(x - w / 2, y - h / 2, x + w / 2, y + h / 2), angle, "centroid", use_radians=True)
        check_outside(outside[row], shape, image)
        x_min, y_min, x_max, y_max = shape.bounds
        assert overhang[row] == pytest.approx(max(0, -x_min, -y_min, x_max - SIZE[0], y_max - SIZE[1]), abs=1e-6)


def check_outside(is_outside: Any, shape: Any, image: Any) -> None:
    """Agreement but for shapes that touch, where a rounding error decides."""
    common = shape.intersection(image).area
    if common > 1e-6:
        assert not is_outside
    elif not shape.buffer(1e-6).intersects(image):
        assert is_outside


@pytest.mark.parametrize("shift", [0, 1e12, 1e100])
def test_huge_shapes_are_outside(shift: float) -> None:
    """Beyond the corner of the image, where only the box's own axis separates; no overflow far away."""
    quad = [82, 122, 122 + shift, 82, 130 + shift, 90, 90, 130 + shift]
    assert measured(scene("quad", [quad], image_size=(100, 100)), "quad", "is_outside_image")[0] or shift
    far = [value + 1e200 for value in (0, 0, 1e190, 0, 1e190, 1e190, 0, 1e190)]
    assert measured(scene("quad", [far], image_size=(100, 100)), "quad", "is_outside_image")[0]


@given(st.lists(st.lists(anything, min_size=8, max_size=8), min_size=1, max_size=10))
@settings(deadline=None)
def test_all_quad_measures_agree_on_torch(shapes: list[list[float]]) -> None:
    """Whatever the numbers: the same bits, and a flag or number for each row."""
    tables = scene("quad", shapes, image_size=SIZE)
    for name in measures("quad"):
        assert len(measured(tables, "quad", name)) == len(shapes)
    expected = [all(map(math.isfinite, quad)) for quad in shapes]
    assert measured(tables, "quad", "is_finite").tolist() == expected


@given(st.lists(st.lists(anything, min_size=5, max_size=5), min_size=1, max_size=10))
@settings(deadline=None)
def test_all_rotated_measures_agree_on_torch(shapes: list[list[float]]) -> None:
    tables = scene("rotated", shapes, image_size=SIZE)
    for name in measures("rotated"):
        assert len(measured(tables, "rotated", name)) == len(shapes)
    expected = [all(map(math.isfinite, shape)) for shape in shapes]
    assert measured(tables, "rotated", "is_finite").tolist() == expected


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("table", ["quad", "rotated"])
def test_what_is_not_finite_is_said_once(table: str, value: float) -> None:
    """By BX001, and by no other rule of the geometry, wherever in the row it stands."""
    sound = [10.0, 10.0, 50.0, 10.0, 50.0, 20.0, 10.0, 20.0] if table == "quad" else [50.0, 50.0, 20.0, 10.0, 0.5]
    rows = [[*sound[:place], value, *sound[place + 1 :]] for place in range(len(sound))]
    rules = load_rules()
    with np.errstate(invalid="ignore"):
        tables = scene(table, rows, image_size=SIZE)
    judging = [rule for rule in rules.values() if table in rule.on]
    assert {hits.rule.code: len(hits) for hits in lint(tables, judging, rules).hits} == {"BX001": len(rows)}
