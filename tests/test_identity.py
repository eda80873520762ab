"""The same object, id, name: against plain dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.measures.identity import coordinate_digest, first_equal
from boxlint.tables import intern, make_table, make_tables, written_keys
from tests.scene import columns_of, measured, scene

few = st.integers(0, 2)
objects = st.lists(st.tuples(few, few, few, st.booleans(), few), max_size=30)


@given(objects)
@settings(deadline=None)
def test_first_same_and_first_conflicting_object(rows: list[Any]) -> None:
    """Geometry is the box and the digest of mask and keypoints; targets are compared with targets."""
    tables = scene(
        "box",
        [(x, 0.0, x + 10.0, 10.0) for x, *_ in rows],
        images=[image for _, image, *_ in rows],
        categories=[category for _, _, category, *_ in rows],
        is_target=[not crowd for *_, crowd, _ in rows],
        shape_digest=[digest for *_, digest in rows],
    )
    same: dict[Any, int] = {}
    shapes: dict[Any, tuple[int, int]] = {}
    expected_same, expected_other = [], []
    for row, (x, image, category, crowd, digest) in enumerate(rows):
        if crowd:
            expected_same.append(-1)
            expected_other.append(-1)
            continue
        first = same.setdefault((x, image, category, digest), row)
        expected_same.append(-1 if first == row else first)
        first, first_category = shapes.setdefault((x, image, digest), (row, category))
        expected_other.append(-1 if first_category == category else first)
    assert measured(tables, "annotation", "first_same_object").tolist() == expected_same
    assert measured(tables, "annotation", "first_conflicting_object").tolist() == expected_other


def test_objects_without_geometry_or_image_are_never_the_same() -> None:
    annotations = {"image": [0, 0, -1, -1], "category": [0] * 4, "is_target": [True] * 4, "file": [0] * 4}
    boxes = columns_of("box", [(0, 0, 1, 1), (0, 0, 1, 1)]) | {"annotation": [2, 3]}
    tables = make_tables(
        images=make_table("image", 1, {"file": [0]}),
        annotations=make_table("annotation", 4, annotations),
        boxes=make_table("box", 2, boxes),
    )
    assert measured(tables, "annotation", "first_same_object").tolist() == [-1] * 4


def test_unknown_categories_are_told_apart_by_their_written_id() -> None:
    """Links lead nowhere for both; 8 and 9 are still two categories, and no category is none."""
    tables = scene("box", [(0, 0, 9, 9)] * 4, categories=[-1] * 4, written_category_id=written_keys([8, 9, 8, None]))
    assert measured(tables, "annotation", "first_same_object").tolist() == [-1, -1, 0, -1]
    assert measured(tables, "annotation", "first_conflicting_object").tolist() == [-1, 0, -1, -1]


def test_a_box_and_a_quad_are_both_compared() -> None:
    boxes = columns_of("box", [(0, 0, 9, 9)] * 3)
    quads = columns_of("quad", [(0, 0, 9, 0, 9, 9, 0, 9)] * 3)
    quads["y4"] = np.array([9.0, 8.0, 9.0])
    annotations = {"image": [0] * 3, "category": [0] * 3, "is_target": [True] * 3, "file": [0] * 3}
    tables = make_tables(
        images=make_table("image", 1, {"file": [0]}),
        annotations=make_table("annotation", 3, annotations),
        boxes=make_table("box", 3, boxes),
        quads=make_table("quad", 3, quads),
    )
    assert measured(tables, "annotation", "first_same_object").tolist() == [-1, -1, 0]


@pytest.mark.parametrize(("difference", "is_same"), [(0.0004, True), (0.002, False), (-0.002, False)])
def test_coordinates_are_rounded(difference: float, is_same: bool) -> None:
    digests = coordinate_digest([np.array([10.0, 10.0 + difference]), np.array([-5.0, -5.0])])
    assert (digests[0] == digests[1]) == is_same


@given(st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), unique=True, max_size=200))
@settings(deadline=None)
def test_different_coordinates_have_different_digests(rows: list[tuple[int, int]]) -> None:
    x, y = np.array(rows, np.float64).reshape(len(rows), 2).T
    assert len(set(coordinate_digest([x, y]).tolist())) == len(rows)


@given(st.lists(st.tuples(st.floats(), st.floats())))
@settings(deadline=None)
def test_only_finite_coordinates_have_a_digest(rows: list[tuple[float, float]]) -> None:
    x, y = np.array(rows, np.float64).reshape(len(rows), 2).T
    with np.errstate(over="ignore"):
        digests = coordinate_digest([x, y])
    assert (digests != 0).tolist() == ((abs(x) < 9e15) & (abs(y) < 9e15)).tolist()


@given(st.lists(st.tuples(st.none() | few | st.sampled_from(["a", "2"]), few, few), max_size=20))
@settings(deadline=None)
def test_ids_names_and_records(rows: list[Any]) -> None:
    """Within a file set: ids by value ("2" is 2), absent ones never; records by digest, where they have one."""
    count = len(rows)
    tables = make_tables(
        file_sets=make_table("file_set", 2),
        files=make_table("file", 2, {"file_set": [0, 1]}),
        annotations=make_table(
            "annotation",
            count,
            {
                "file": [f % 2 for _, f, _ in rows],
                "id": written_keys([i for i, _, _ in rows]),
                "record_digest": [d for _, _, d in rows],
            },
        ),
    )
    first: dict[Any, int] = {}
    records: dict[Any, int] = {}
    expected, repeated = [], []
    for row, (written, file, digest) in enumerate(rows):
        key = (int(written) if written == "2" else written, file % 2)
        earlier = first.setdefault(key, row) if written is not None else row
        expected.append(-1 if earlier == row else earlier)
        earlier = records.setdefault((*key, digest), row) if digest else row
        repeated.append(earlier != row)
    assert measured(tables, "annotation", "first_same_id").tolist() == expected
    assert measured(tables, "annotation", "repeats_record").tolist() == repeated


def test_names_are_compared_within_a_file_set() -> None:
    names = ["a.jpg", "", "", "b.jpg", "a.jpg", "a.jpg"]
    tables = make_tables(
        file_sets=make_table("file_set", 2),
        files=make_table("file", 3, {"file_set": [0, 0, 1]}),
        images=make_table("image", 6, {"file": [0, 0, 0, 1, 1, 2], "file_name": intern(names)}),
        categories=make_table("category", 6, {"file_set": [0, 0, 0, 0, 0, 1], "name": intern(names)}),
    )
    assert measured(tables, "image", "first_same_file_name").tolist() == [-1, -1, -1, -1, 0, -1]
    assert measured(tables, "category", "first_same_name").tolist() == [-1, -1, -1, -1, 0, -1]


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 2), st.booleans()), max_size=30), st.integers(1, 2**62))
def test_rows_whose_digests_are_alike_are_compared_themselves(rows: list[tuple[int, int, bool]], few: int) -> None:
    """However many digests agree in the bits by which rows are told apart first."""
    columns = [np.array([row[place] for row in rows], np.int64) for place in (0, 1)]
    where = np.array([flag for *_, flag in rows], np.bool_)
    first: dict[Any, int] = {}
    earlier = [first.setdefault(tuple(pair), row) if flag else row for row, (*pair, flag) in enumerate(rows)]
    expected = [-1 if other == row else other for row, other in enumerate(earlier)]
    assert first_equal(columns, where).tolist() == expected
    with pytest.MonkeyPatch.context() as patch:
        # equal rows still have equal digests, but so have others, or all but the lowest bits of theirs are equal
        patch.setattr("boxlint.measures.identity.mix", lambda columns: sum(columns) % 3 * few)
        assert first_equal(columns, where).tolist() == expected
