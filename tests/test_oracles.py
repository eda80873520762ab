"""Geometry against libraries that know nothing of boxlint: pycocotools for overlaps, shapely for quadrilaterals."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import LinearRing, MultiPoint, Polygon, affinity, box

from boxlint.columns import Columns
from boxlint.fixes import find_fix
from boxlint.fixes.changes import Change, Target
from boxlint.measures.overlap import LEAST_IOU, intersection_over_union
from tests.scene import measured, scene

place = st.floats(-200, 200, width=32) | st.integers(-200, 200)
side = st.floats(0.5, 300, width=32)
box_rows = st.lists(st.tuples(place, place, side, side), min_size=1, max_size=12)


@given(box_rows, box_rows)
@settings(deadline=None)
def test_overlap_is_that_of_pycocotools(first: list[Any], second: list[Any]) -> None:
    """Of every pair, apart or touching or one in the other."""
    mask = pytest.importorskip("pycocotools.mask")
    expected = mask.iou(np.array(first, np.float64), np.array(second, np.float64), [0] * len(second))
    pairs = [(a, b) for a in first for b in second]
    corners = [
        tuple(np.array(column) for column in zip(*((x, y, x + w, y + h) for x, y, w, h in rows), strict=True))
        for rows in zip(*pairs, strict=True)
    ]
    found = intersection_over_union(corners[0], corners[1]).reshape(len(first), len(second))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@given(st.tuples(place, place, side, side), st.lists(st.tuples(*[st.floats(-0.1, 0.1)] * 4), min_size=1, max_size=8))
@settings(deadline=None)
def test_largest_overlap_is_that_of_pycocotools(first: Any, changes: list[Any]) -> None:
    """Among boxes much alike, with the first of them as the only earlier one."""
    mask = pytest.importorskip("pycocotools.mask")
    x, y, w, h = map(float, first)
    for dx, dy, dw, dh in changes:
        other = [x + dx * w, y + dy * h, w * (1 + dw), h * (1 + dh)]
        rows = [(x, y, x + w, y + h), (other[0], other[1], other[0] + other[2], other[1] + other[3])]
        expected = float(mask.iou(np.array([[x, y, w, h]]), np.array([other]), [0])[0, 0])
        is_same = max(abs(a - b) for a, b in zip((x, y, w, h), other, strict=True)) < 0.002
        if not is_same and abs(expected - LEAST_IOU) > 1e-6:
            found = measured(scene("box", rows), "box", "largest_iou_with_earlier")[1]
            assert found == pytest.approx(expected if expected > LEAST_IOU else 0, rel=1e-9)


point = st.tuples(place, place)


@st.composite
def degenerate_quads(draw: st.DrawFn) -> list[float]:
    """Vertices on one line, twice, all the same, or a hair from that; and any others."""
    a, b = draw(point), draw(point)
    parts = [draw(st.sampled_from([0, 1, 0.5]) | st.floats(-1, 2)) for _ in range(2)]
    on_line = [(a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])) for part in parts]
    kind = draw(st.sampled_from(["line", "triangle", "twice", "point", "any"]))
    points = {
        "line": [a, b, *on_line],
        "triangle": [a, b, draw(point), on_line[0]],
        "twice": [a, b, a, draw(point)],
        "point": [a] * 4,
        "any": [a, b, draw(point), draw(point)],
    }[kind]
    order = draw(st.permutations(range(4)))
    off = draw(st.sampled_from([0.0, 1e-9, 1e-4, 0.01]))
    return [float(value) + off * (index % 3) for index in order for value in points[index]]


def vertices(quad: list[float]) -> list[tuple[float, float]]:
    return [(quad[start], quad[start + 1]) for start in (0, 2, 4, 6)]


@given(degenerate_quads())
@settings(deadline=None, max_examples=150)
def test_smallest_rectangle_of_degenerate_quads(quad: list[float]) -> None:
    """As large as the smallest upright one around the hull turned onto each of its edges."""
    tables = scene("quad", [quad])
    shorter, longer = (float(measured(tables, "quad", name)[0]) for name in ("shorter_side", "longer_side"))
    hull = MultiPoint(vertices(quad)).convex_hull
    if hull.geom_type != "Polygon":
        assert shorter == pytest.approx(0, abs=1e-6)
        assert longer == pytest.approx(hull.length, abs=1e-6)
        return
    # not shapely's own `minimum_rotated_rectangle`, which is empty around some hairs
    assert shorter * longer == pytest.approx(smallest_area(hull), rel=1e-6, abs=1e-6)
    assert shorter <= longer * (1 + 1e-12)


def smallest_area(hull: Polygon) -> float:
    """Area of the smallest rectangle around a convex shape."""
    ring = list(hull.exterior.coords)
    areas = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        if math.dist((x1, y1), (x2, y2)) > 1e-9:
            turned = affinity.rotate(hull, -math.atan2(y2 - y1, x2 - x1), (x1, y1), use_radians=True)
            x_min, y_min, x_max, y_max = turned.bounds
            areas.append((x_max - x_min) * (y_max - y_min))
    return min(areas)


@given(degenerate_quads())
@settings(deadline=None, max_examples=150)
def test_a_bow_tie_is_not_valid_to_shapely_and_what_is_valid_no_bow_tie(quad: list[float]) -> None:
    crossing = measured(scene("quad", [quad]), "quad", "crossing_edge")[0]
    if crossing:
        assert not LinearRing(vertices(quad)).is_simple
        assert not Polygon(vertices(quad)).is_valid
    elif not Polygon(vertices(quad)).is_valid:
        # what shapely refuses besides are vertices on edges, or nearly so
        assert is_tight(vertices(quad))


def is_tight(points: list[tuple[float, float]]) -> bool:
    """Whether a vertex lies within 1.1e-3 px of the line through two others."""
    for index in range(4):
        others = [points[other] for other in range(4) if other != index]
        for a, b in ((0, 1), (0, 2), (1, 2)):
            (x1, y1), (x2, y2), (x, y) = others[a], others[b], points[index]
            length = math.hypot(x2 - x1, y2 - y1)
            if length == 0 or abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length < 0.0011:
                return True
    return False


@given(degenerate_quads())
@settings(deadline=None, max_examples=150)
def test_convexity_is_shapelys(quad: list[float]) -> None:
    """A valid shape that is no bow-tie is convex where it is its own hull."""
    shape = Polygon(vertices(quad))
    assume(shape.is_valid and shape.area > 1)
    depth = measured(scene("quad", [quad]), "quad", "reflex_depth")[0]
    missing = shape.convex_hull.area - shape.area
    if depth > 1e-3:
        assert missing > 0
    else:
        # a vertex at most so deep takes a triangle on a line of at most the perimeter from the hull
        assert missing <= 1e-3 * shape.length


CONVENTIONS: Final = {
    "oc": (0.0, math.pi / 2),
    "le90": (-math.pi / 2, math.pi / 2),
    "le135": (-math.pi / 4, 3 * math.pi / 4),
}
rotated_row = st.tuples(place, place, side, side, st.floats(-12.5, 12.5))


def normalised(row: Any, convention: str) -> tuple[float, ...]:
    """The row that the fix of angles out of range makes of one, in a convention."""
    low, high = CONVENTIONS[convention]
    ranges = {"min_angle": low, "max_angle": high}
    target = Target(
        columns=Columns(scene("rotated", [row])),
        table="rotated",
        rows=np.array([0]),
        stage="geometry",
        names=(*ranges, "angle"),
        parameter=ranges.__getitem__,
        masks=lambda rows: [None for _ in rows],
    )
    for change in find_fix("normalise")(target):
        assert isinstance(change, Change)
        for values in change.values.tolist():
            row = tuple(values)
    return tuple(map(float, row))


def drawn(row: Any) -> Polygon:
    """The rotated box as shapely turns it."""
    x, y, width, height, angle = row
    upright = box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return affinity.rotate(upright, angle, "center", use_radians=True)


@given(rotated_row)
@settings(deadline=None)
@pytest.mark.parametrize("path", [("oc", "le90", "le135"), ("le135", "oc", "le90"), ("le90", "le135", "oc")])
def test_conventions_of_angles_describe_one_rectangle(path: tuple[str, ...], row: Any) -> None:
    """From convention to convention and back to the first it stays where it is."""
    current = tuple(map(float, row))
    for name in (*path, path[0]):
        current = normalised(current, name)
        low, high = CONVENTIONS[name]
        assert low - 1e-12 <= current[4] <= high + 1e-12
        assert drawn(current).hausdorff_distance(drawn(row)) < 1e-6
        assert sorted(current[2:4]) == sorted(float(length) for length in row[2:4])
