"""Half precision and Gaussians in float32, against other ways to compute them."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.linter import lint
from boxlint.measures.precision import gaussian_determinant
from boxlint.rule_files import load_rules
from tests.scene import measured, scene

INF = float("inf")
RULES = load_rules(examples=False)
anything = st.floats(allow_nan=False, allow_infinity=True)
# about the numbers of images, and between the numbers of float16
ordinary = st.floats(-1e5, 1e5) | st.integers(-(2**17), 2**17).map(lambda number: number / 16)
SIDES = (10.0, 100.0, 1000.0, 3000.0)
FIRST_SINGULAR = {10.0: 4606, 100.0: 4347, 1000.0: 5171, 3000.0: 4103}
"""By longer side, the smallest ratio at which torch's float32 had no positive determinant at one of 91 angles."""


def packed(value: float, kind: str) -> float:
    """A number rounded to float32 ("f") or float16 ("e") by the struct module, which raises where it overflows."""
    try:
        rounded: float = struct.unpack(kind, struct.pack(kind, value))[0]
    except OverflowError:
        return math.copysign(INF, value)
    return rounded


@given(st.lists(anything | ordinary, min_size=4, max_size=4))
@settings(deadline=None, max_examples=300)
def test_corners_in_float16_are_those_of_struct(corners: list[float]) -> None:
    tables = scene("box", [corners])
    for name, value in zip(("x_min", "y_min", "x_max", "y_max"), corners, strict=True):
        assert measured(tables, "box", f"{name}_float16")[0] == packed(packed(value, "f"), "e")


def test_float16_is_reached_by_way_of_float32() -> None:
    """A little above the middle of two halves: float32 makes it the middle, and the even one is below."""
    value = 1 + 2.0**-11 + 2.0**-30
    assert packed(value, "e") == 1 + 2.0**-10
    assert measured(scene("box", [[value, 0, 9, 9]]), "box", "x_min_float16")[0] == 1


@given(st.floats(0, 70000), st.floats(2**-10, 64))
@settings(deadline=None, max_examples=300)
def test_a_box_collapses_where_float16_has_no_number_between(x: float, width: float) -> None:
    tables = scene("box", [[x, 10, x + width, 40]])
    start, end = (packed(packed(value, "f"), "e") for value in (x, x + width))
    is_flat = packed(x + width, "f") <= packed(x, "f")  # BX101
    assert bool(found(tables, "BX802")) == (end <= start and not is_flat)


@given(st.floats(0.5, 400), st.floats(0.5, 400), st.floats(0.5, 400))
@settings(deadline=None, max_examples=300)
def test_overflow_is_never_missed(width: float, height: float, depth: float) -> None:
    """Where float16 is infinite, the rule fires; where it fires, float16 has reached its last number."""
    flat = scene("box", [[0, 0, width, height]])
    solid = scene("cuboid", [[0, 0, 0, width, height, depth]])
    diagonals = width**2 + height**2, width**2 + height**2 + depth**2
    products = width * height, width * height * depth
    for tables, product, diagonal in zip((flat, solid), products, diagonals, strict=True):
        largest = packed(max(product, diagonal), "e")
        if largest == INF:
            assert found(tables, "BX801") == [0]
        if found(tables, "BX801"):
            assert largest >= 65504


def found(tables: Any, code: str) -> list[int]:
    return [row for hits in lint(tables, [RULES[code]], RULES).hits for row in hits.rows.tolist()]


def determinants(longer: float, ratio: Any, angle: Any) -> Any:
    """At every ratio (M,) and angle (K,). Shape (M, K)."""
    turn = np.broadcast_to(angle, (len(ratio), len(angle))).ravel()
    shorter = np.repeat(longer / ratio, len(angle))
    long = np.full(len(shorter), longer)
    return gaussian_determinant(long, shorter, np.cos(turn), np.sin(turn)).reshape(len(ratio), len(angle))


def first_singular(longer: float, angle: Any) -> float:
    ratio = np.arange(500.0, 8000.0, 4.0)
    return float(ratio[(determinants(longer, ratio, angle) <= 0).any(1)][0])


@pytest.mark.parametrize("longer", SIDES)
def test_gaussians_are_singular_from_a_ratio_of_about_4000(longer: float) -> None:
    """Over 91 angles the first is within a tenth of that measured with torch, and no earlier than 4000."""
    first = first_singular(longer, np.linspace(-np.pi / 2, np.pi / 2, 91, endpoint=False))
    assert first >= 4000
    assert first == pytest.approx(FIRST_SINGULAR[longer], rel=0.1)


@given(st.floats(1, 5000), st.floats(1, 2000), st.floats(-7, 7))
@settings(deadline=None, max_examples=500)
def test_no_gaussian_is_singular_below(longer: float, ratio: float, angle: float) -> None:
    """And where little is lost, it is (w·h / 4)²."""
    tables = scene("rotated", [[0, 0, longer, longer / ratio, angle]])
    determinant = measured(tables, "rotated", "gaussian_determinant")[0]
    assert determinant > 0
    if ratio <= 100:
        assert determinant == pytest.approx((longer * longer / ratio / 4) ** 2, rel=0.01)


def test_the_covariance_is_mmrotates() -> None:
    """`xy_wh_r_2_xy_sigma` written with torch's matrices, and its determinant as a·b − c²: the same to rounding."""
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(3)
    w, h, angle = random.uniform(1e-8, 500, 2000), random.uniform(1, 500, 2000), random.uniform(-7, 7, 2000)
    wh = torch.tensor(np.column_stack([w, h]), dtype=torch.float32).clamp(min=1e-7, max=1e7)
    cos, sin = (torch.tensor(turn, dtype=torch.float32) for turn in (np.cos(angle), np.sin(angle)))
    turned = torch.stack((cos, -sin, sin, cos), dim=-1).reshape(-1, 2, 2)
    sigma = turned.bmm((0.5 * torch.diag_embed(wh)).square()).bmm(turned.permute(0, 2, 1))
    expected = (sigma[:, 0, 0] * sigma[:, 1, 1] - sigma[:, 0, 1] * sigma[:, 1, 0]).numpy()
    scale = (sigma[:, 0, 0] * sigma[:, 1, 1]).numpy()
    found = gaussian_determinant(w, h, np.cos(angle), np.sin(angle))
    assert (np.abs(found - expected) <= 1e-6 * scale).all()


@pytest.mark.parametrize(("width", "height"), [(0.0, 20.0), (-5.0, 20.0), (INF, 20.0)])
def test_sides_are_clamped_as_mmrotate_clamps_them(width: float, height: float) -> None:
    clamped = min(max(width, 1e-7), 1e7)
    values = [
        gaussian_determinant(np.array([side]), np.array([height]), np.ones(1), np.zeros(1))[0]
        for side in (width, clamped)
    ]
    assert values[0] == values[1] > 0


@given(st.floats(20, 900), st.floats(1.5, 60), st.floats(-3, 3))
@settings(deadline=None, max_examples=200)
def test_a_quad_has_the_gaussian_of_its_rectangle(longer: float, ratio: float, angle: float) -> None:
    """Written as four vertices or as centre, sides and angle."""
    shorter = longer / ratio
    corners = [(-longer, -shorter), (longer, -shorter), (longer, shorter), (-longer, shorter)]
    cos, sin = math.cos(angle), math.sin(angle)
    quad = [value for x, y in corners for value in ((x * cos - y * sin) / 2 + 500, (x * sin + y * cos) / 2 + 500)]
    of_quad = measured(scene("quad", [quad]), "quad", "gaussian_determinant")[0]
    of_rotated = measured(scene("rotated", [[500, 500, longer, shorter, angle]]), "rotated", "gaussian_determinant")[0]
    assert of_quad == pytest.approx(of_rotated, rel=0.01)
