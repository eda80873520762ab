"""Repeated object lists, constant areas, agreeing corner values, and file sets in another notation."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.names import measures
from boxlint.tables import intern, make_table, make_tables
from tests.scene import columns_of, measured, scene

anything = st.floats(allow_nan=True, allow_infinity=True)


def repeats(objects: list[int]) -> int:
    """The largest number of times that the list is its own beginning."""
    return next((k for k in range(len(objects), 1, -1) if objects[: len(objects) // k] * k == objects), 1)


@given(st.lists(st.tuples(st.lists(st.integers(0, 3), max_size=5), st.integers(1, 4), st.booleans()), max_size=6))
@settings(deadline=None)
def test_object_list_repeats(files: list[Any]) -> None:
    """Each file by itself; objects of several files may be the same without being repetitions."""
    lists = [objects * times + ([9] if spoiled else []) for objects, times, spoiled in files]
    file = np.array([number for number, objects in enumerate(lists) for _ in objects], np.int64)
    flat = [value for objects in lists for value in objects]
    corners = [(value, 0.0, value + 5.0, 5.0) for value in flat]
    linked = {"file": file, "image": file, "category": [0] * len(flat), "is_target": [True] * len(flat)}
    tables = make_tables(
        files=make_table("file", len(lists), {"file_set": [0] * len(lists)}),
        images=make_table("image", len(lists), {"file": range(len(lists))}),
        categories=make_table("category", 1),
        annotations=make_table("annotation", len(flat), linked),
        boxes=make_table("box", len(flat), columns_of("box", corners)),
    )
    assert measured(tables, "file", "object_list_repeats").tolist() == [repeats(objects) for objects in lists]
    assert measured(tables, "file", "distinct_object_count").tolist() == [len(set(objects)) for objects in lists]


@given(st.lists(st.tuples(st.integers(-1, 3), st.sampled_from([1.0, 2.0, float("nan")]), st.booleans()), max_size=40))
@settings(deadline=None)
@pytest.mark.parametrize("table", ["box", "rotated"])
def test_constant_area(table: str, rows: list[Any]) -> None:
    """The first box of each size counts, where it is a target with an area."""
    boxes = [(0.0, 0.0, float(size), 3.0, 0.5)[: 4 if table == "box" else 5] for size, _, _ in rows]
    areas, targets = [area for _, area, _ in rows], [not crowd for *_, crowd in rows]
    tables = scene(table, boxes, area=areas, is_target=targets)
    sizes: dict[int, float] = {}
    for (size, area, _), is_target in zip(rows, targets, strict=True):
        if is_target and size > 0 and area == area:  # noqa: PLR0124
            sizes.setdefault(size, area)
    counts = Counter(sizes.values())
    most = max(counts.values(), default=0)
    assert measured(tables, "file", "area_count")[0] == len(sizes)
    share = measured(tables, "file", "common_area_share")[0]
    common = measured(tables, "file", "most_common_area")[0]
    if sizes:
        assert share == most / len(sizes)
        assert common == min(area for area, count in counts.items() if count == most)
    else:
        assert np.isnan(share)


@pytest.mark.parametrize(
    ("corners", "shares"),
    [
        ((10, 20, 50, 50), (1, 0, 0, 0)),
        ((20, 20, 50, 60), (0, 1, 0, 0)),
        ((50, 20, 70, 50), (0, 0, 1, 0)),
        ((10, 50, 50, 70), (0, 0, 0, 1)),
        ((10, 70, 50, 50), (1, 0, 0, 0)),  # reversed by it
        ((10.1, 20, 50, 50.0000001), (1, 0, 0, 0)),
        ((20, 20, 50, 50), (0, 0, 0, 0)),  # a square on the diagonal
        ((1, 1, 50, 60), (0, 0, 0, 0)),  # in the first corner of the image
        ((10, 20, 100, 100), (0, 0, 0, 0)),  # in the last
        ((10, 20, 40, 50), (0, 0, 0, 0)),  # a square
    ],
)
def test_agreeing_corner_values(corners: tuple[float, ...], shares: tuple[int, ...]) -> None:
    tables = scene("box", [corners, (0, 0, 100, 100), (0, 0, 99, 99.5)], image_size=(100, 100))
    names = ("x_max_is_y_max_share", "x_min_is_y_min_share", "x_min_is_y_max_share", "x_max_is_y_min_share")
    assert tuple(measured(tables, "file_set", name)[0] for name in names) == shares
    assert measured(tables, "file_set", "partial_box_count")[0] == 1


def test_file_sets_are_counted_apart() -> None:
    """Two file sets, the second of fractions, the third without a box; a box that is not finite is in none."""
    corners = [(10, 10, 30, 30), (50, 50, 140, 80), (0.1, 0.1, 0.4, 0.3), (0.2, 0.2, 0.3, 1.2), (0, 0, np.inf, 1)]
    file = [0, 0, 1, 1, 1]
    linked = {"file": file, "image": file, "category": [0] * 5, "is_target": [True] * 5}
    tables = make_tables(
        file_sets=make_table("file_set", 3, {"format": intern(["coco"] * 3)}),
        files=make_table("file", 2, {"file_set": [0, 1]}),
        images=make_table("image", 2, {"file": [0, 1], "width": [100, 1], "height": [100, 1]}),
        categories=make_table("category", 1),
        annotations=make_table("annotation", 5, linked),
        boxes=make_table("box", 5, columns_of("box", corners)),
    )
    assert measured(tables, "file_set", "shape_count").tolist() == [2, 2, 0]
    assert measured(tables, "file_set", "largest_value").tolist() == [90, 1, -np.inf]
    assert measured(tables, "file_set", "box_with_size_count").tolist() == [2, 2, 0]
    np.testing.assert_array_equal(measured(tables, "file_set", "past_image_share"), [0.5, 0, np.nan])
    np.testing.assert_array_equal(measured(tables, "file_set", "corners_fit_share"), [0.5, 0.5, np.nan])


@given(st.lists(st.tuples(anything, anything, anything, anything), min_size=1, max_size=12))
@settings(deadline=None)
def test_all_measures_agree_on_torch(corners: list[Any]) -> None:
    """Whatever the numbers: the same bits on both, a value a row."""
    tables = scene("box", corners, image_size=(100.0, 50.0), area=[c[0] for c in corners])
    for table in ("box", "annotation", "file", "file_set", "image", "category"):
        for name in measures(table):
            assert len(measured(tables, table, name)) == len(tables[table])
