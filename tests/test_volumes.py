"""3-D boxes and volumes: what MONAI 1.5 would make of them, by its own arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from boxlint.example_fixes import changes_of, fixed
from boxlint.fixes.changes import Change
from boxlint.linter import lint
from boxlint.names import measures
from boxlint.rule_files import load_rules
from boxlint.splicing import with_columns
from boxlint.tables import Tables, make_table, make_tables
from tests.scene import measured, scene

NAN, INF = float("nan"), float("inf")
RULES = load_rules(examples=False)
SIZE = (24.0, 20.0, 8.0)
# eighths of a voxel, so that no sum is rounded
eighths = st.integers(-80, 240).map(lambda number: number / 8)
sides = st.integers(-8, 80).map(lambda number: number / 8)
cuboids = st.lists(st.tuples(*[eighths] * 3, *[sides] * 3), min_size=1, max_size=20)
anything = st.floats(allow_nan=True, allow_infinity=True)


def found(tables: Tables, code: str) -> list[int]:
    """The rows that a rule hits, on numpy and torch alike."""
    rows = {
        tuple(row for hits in lint(tables, [RULES[code]], RULES, device=device).hits for row in hits.rows.tolist())
        for device in (None, "cpu")
    }
    (only,) = rows
    return list(only)


def centred(shapes: Any, **given: Any) -> Tables:
    """A dataset of cccwhd boxes: centre and size, corners as MONAI's `CenterSizeMode.boxes_to_corners` makes them."""
    shapes = np.array(shapes, np.float64)
    centre, size = shapes[:, :3], shapes[:, 3:]
    half = np.maximum(size, 0) / 2
    tables = scene("cuboid", np.column_stack([centre - half, centre + half]), **given)
    return with_columns(tables, "cuboid", dict(zip(("width", "height", "depth"), size.T, strict=True)))


@given(cuboids)
@settings(deadline=None)
def test_nonpositive_cuboids_are_those_whose_targets_are_not_finite(shapes: Any) -> None:
    """`encode_boxes` takes log(size / anchor) of the corners and stops where that is not finite."""
    tables = centred(shapes)
    corners = np.column_stack([tables.cuboids[name] for name in ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")])
    with np.errstate(divide="ignore"):
        targets = np.log((corners[:, 3:] - corners[:, :3]) / 4)
    assert found(tables, "BX701") == np.flatnonzero(~np.isfinite(targets).all(1)).tolist()


@given(cuboids, st.sampled_from([(1.0, 1.0, 1.0), (0.5, 0.5, 2.0), (0.25, 1.0, 4.0)]))
@settings(deadline=None)
def test_sub_voxel_cuboids_are_those_that_cropping_drops(shapes: Any, spacing: tuple[float, ...]) -> None:
    """`spatial_crop_boxes` keeps boxes with `end >= start + 1` on each axis, in voxels of the spacing trained on."""
    tables = centred(shapes, spacing=spacing)
    start, end = (
        np.column_stack([tables.cuboids[f"{axis}_{name}"] for axis in "xyz"]) / np.array(spacing)
        for name in ("min", "max")
    )
    dropped = set(np.flatnonzero((end < start + 1).any(1)).tolist())
    assert set(found(tables, "BX702")) == dropped - set(found(tables, "BX701"))


@given(cuboids)
@settings(deadline=None)
@example([(0, 0, 0, 24.0, 20.0, 8.0), (-0.125, 0, 0, 4, 4, 4), (4, 4, 4.125, 4, 4, 4), (30, 4, 4, 4, 4, 4)])
def test_cuboids_outside_are_those_that_clipping_changes(shapes: Any) -> None:
    """`clip_boxes_to_image`, and the fix is the same clipping, where something is left."""
    positioned = np.array(shapes, np.float64)
    corners = np.column_stack([positioned[:, :3], positioned[:, :3] + np.abs(positioned[:, 3:]) + 0.125])
    tables = scene("cuboid", corners, image_size=SIZE)
    clipped = np.clip(corners, 0, [*SIZE, *SIZE])
    outside = (clipped != corners).any(1)
    assert found(tables, "BX703") == np.flatnonzero(outside).tolist()
    is_left = (clipped[:, :3] < clipped[:, 3:]).all(1)
    after = fixed(tables, RULES["BX703"], RULES)
    expected = scene("cuboid", np.where(is_left[:, None], clipped, corners), image_size=SIZE).cuboids
    for name, column in expected.columns.items():
        assert after.cuboids[name].tolist() == column.tolist()
    assert found(after, "BX703") == np.flatnonzero(~is_left).tolist()


def test_the_fix_writes_corners() -> None:
    """The neutral field is `cuboid`: both corners of the annotation's box."""
    tables = scene("cuboid", [(1, 1, 1, 5, 5, 5), (-1, 2, 3, 30, 6, 7)], image_size=SIZE)
    (change,) = changes_of(tables, RULES["BX703"], RULES, "bounds")
    assert isinstance(change, Change)
    assert (change.table, change.rows.tolist(), change.field) == ("annotation", [1], "cuboid")
    assert change.values.tolist() == [[0, 2, 3, 24, 6, 7]]


@pytest.mark.parametrize("size", [(), (NAN, NAN, NAN)])
def test_coordinates_of_the_world_are_outside_of_nothing(size: tuple[float, ...]) -> None:
    """LUNA16, millimetres: without the volume there is no telling."""
    tables = centred([(-100.31, 67.53, -231.97, 6.33, 6.33, 6.45)], image_size=size)
    assert [code for code in RULES if code.startswith("BX7") and found(tables, code)] == []
    assert measured(tables, "cuboid", "overhang").tolist() == [0]


def test_each_axis_has_its_own_size() -> None:
    for axis in range(6):
        corners = [4.0, 4.0, 2.0, 8.0, 8.0, 6.0]
        corners[axis] = -0.5 if axis < 3 else SIZE[axis - 3] + 0.5
        for known in range(3):
            size = tuple(side if place == known else NAN for place, side in enumerate(SIZE))
            tables = scene("cuboid", [corners], image_size=size)
            assert measured(tables, "cuboid", "overhang").tolist() == [0.5 if known == axis % 3 else 0]


@given(st.lists(st.tuples(*[st.integers(1, 2**15 + 2**12)] * 3), min_size=1, max_size=10))
@example([(32767, 32767, 32767), (32768, 1, 1), (1, 32768, 1), (1, 1, 32768)])
def test_volumes_are_too_large_where_int16_wraps_around(sizes: Any) -> None:
    """`spatial_crop_boxes` casts the ends of its region to int16."""
    columns = np.array(sizes)
    names = ("width", "height", "depth")
    images = make_table("image", len(sizes), {"file": [0] * len(sizes), **dict(zip(names, columns.T, strict=True))})
    tables = make_tables(
        file_sets=make_table("file_set", 1), files=make_table("file", 1, {"file_set": [0]}), images=images
    )
    wrapped = (columns.astype(np.int16) != columns).any(1)
    assert found(tables, "BX705") == np.flatnonzero(wrapped).tolist()


@given(st.lists(st.lists(anything, min_size=6, max_size=6), min_size=1, max_size=10), *[st.tuples(*[anything] * 3)] * 2)
@settings(deadline=None)
def test_all_cuboid_measures_agree_on_torch(shapes: Any, size: tuple[float, ...], spacing: tuple[float, ...]) -> None:
    """Whatever the numbers: the same bits, and a flag or number for each row."""
    tables = scene("cuboid", shapes, image_size=size, spacing=spacing)
    for name in measures("cuboid"):
        assert len(measured(tables, "cuboid", name)) == len(shapes)
    with np.errstate(all="ignore"):
        sizes = [[end - start for start, end in zip(shape[:3], shape[3:], strict=True)] for shape in shapes]
    expected = [all(map(math.isfinite, [*shape, *size])) for shape, size in zip(shapes, sizes, strict=True)]
    assert measured(tables, "cuboid", "is_finite").tolist() == expected


@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_what_is_not_finite_is_said_once(value: float) -> None:
    """By BX001, and by no other rule of the geometry, wherever in the row it stands."""
    sound = [4.0, 4.0, 2.0, 8.0, 8.0, 6.0]
    rows = [[*sound[:place], value, *sound[place + 1 :]] for place in range(len(sound))]
    tables = scene("cuboid", rows, image_size=SIZE, spacing=(1.0, 1.0, 1.0))
    judging = [rule for rule in RULES.values() if "cuboid" in rule.on]
    assert {hits.rule.code: len(hits) for hits in lint(tables, judging, RULES).hits} == {"BX001": len(rows)}
