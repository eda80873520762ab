"""Measures of boxes: known values, and the same bits on torch."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.names import measures
from tests.scene import measured, scene

SIZE = (100.0, 80.0)
anything = st.one_of(
    st.floats(-50, 150), st.sampled_from([0.0, -0.0, 100.0, 80.0, 1e300, 1e-300, math.nan, math.inf, -math.inf])
)


@pytest.mark.parametrize(
    ("name", "corners", "expected"),
    [
        ("overhang", (10, 10, 20, 20), 0),
        ("overhang", (-3, 10, 20, 20), 3),
        ("overhang", (10, -5, 104, 20), 5),
        ("overhang", (10, 10, 104, 82.5), 4),
        ("clipped_width", (-3, 10, 20, 20), 20),
        ("clipped_height", (10, 70, 20, 90), 10),
        ("clipped_shorter_side", (99.5, 10, 120, 20), 0.5),
        ("clipped_shorter_side", (120, 10, 130, 20), -20),
        ("shorter_side", (0, 0, 5, 20), 5),
        ("longer_side", (0, 0, 5, 20), 20),
        ("aspect_ratio", (0, 0, 5, 20), 4),
        ("x_max_float32", (5000, 0, 5000.0002, 1), 5000),
        ("x_max_truncated", (0, 0, 5.9, 1), 5),
        ("x_min_truncated", (-5.9, 0, 5.9, 1), -5),
        ("image_coverage", (0, 0, 50, 80), 0.5),
        ("image_coverage", (-50, 0, 50, 80), 0.5),
        ("largest_coordinate", (-7, 0, 5, 6), 7),
    ],
)
def test_known_values(name: str, corners: tuple[float, ...], expected: float) -> None:
    """Pixels in continuous coordinates; what lies outside an image of 100 x 80 px is clipped or sticks out."""
    assert measured(scene("box", [corners], image_size=SIZE), "box", name).tolist() == [pytest.approx(expected)]


@pytest.mark.parametrize(("corners", "expected"), [((-3, 10, 200, 20), 3.0), ((10, 10, 200, 20), 0.0)])
def test_an_unknown_side_is_not_overhung(corners: tuple[float, ...], expected: float) -> None:
    """Left and upper edge of an image are known without its size."""
    assert measured(scene("box", [corners]), "box", "overhang").tolist() == [expected]


def test_ratio_of_a_box_without_a_side_is_missing() -> None:
    """So that no threshold fires on what BX101 and BX102 speak of."""
    tables = scene("box", [(0, 0, 0, 20), (0, 0, -5, 20)])
    assert all(map(math.isnan, measured(tables, "box", "aspect_ratio").tolist()))


@given(st.lists(st.tuples(anything, anything, anything, anything), min_size=1, max_size=10))
@settings(deadline=None)
def test_all_measures_agree_on_torch(boxes: list[Any]) -> None:
    """Whatever the numbers: the same bits, and a value for each row."""
    tables = scene("box", boxes, image_size=SIZE)
    for name in measures("box"):
        assert len(measured(tables, "box", name)) == len(boxes)
    expected = [all(map(math.isfinite, (*box, box[2] - box[0], box[3] - box[1]))) for box in boxes]
    assert measured(tables, "box", "is_finite").tolist() == expected


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("box", (10, 10, 30, 20), 200),
        ("box", (30, 20, 10, 10), math.nan),
        ("box", (10, 10, 30, 10), math.nan),
        ("box", (10, 10, math.inf, 20), math.nan),
        ("rotated", (50, 50, 30, 20, 0.5), 600),
        ("rotated", (50, 50, 30, -20, 0.5), math.nan),
    ],
)
def test_area_of_an_annotation_s_box(table: str, row: tuple[float, ...], expected: float) -> None:
    """Upright or rotated; missing where a side is no length, so that an area is not judged by it."""
    found = measured(scene(table, [row, (10, 10, 20, 20, 0)[: len(row)]]), "annotation", "box_area")
    assert found[0] == pytest.approx(expected, nan_ok=True)
    assert found[1] == (100 if table == "box" else 400)
