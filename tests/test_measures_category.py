"""Measures of category names and of ids: known values, and the same on torch."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.measures.name import fold_name
from boxlint.names import measures
from boxlint.tables import JSON_TYPES, Tables, intern, make_table, make_tables, written_keys
from tests.scene import measured


def categories(names: Sequence[str], file_sets: Sequence[int] | None = None) -> Tables:
    """Categories by name, all in file set 0 unless told otherwise."""
    sets = [0] * len(names) if file_sets is None else file_sets
    columns = {"file_set": sets, "name": intern(names)}
    return make_tables(
        file_sets=make_table("file_set", max([0, *sets]) + 1),
        categories=make_table("category", len(names), columns),
    )


def references(**columns: Any) -> Tables:
    """Annotations of one file by their ids, with image 0 and category 0 whose ids are integers."""
    count = len(next(iter(columns.values())))
    types = {name: intern(value) for name, value in columns.items() if name.endswith("_type")}
    given = {"file": [0] * count, "image": [0] * count, "category": [0] * count, **columns, **types}
    return make_tables(
        files=make_table("file", 1, {"file_set": [0]}),
        images=make_table("image", 1, {"file": [0], "id_type": intern(["integer"])}),
        categories=make_table("category", 1, {"file": [0], "id_type": intern(["integer"])}),
        annotations=make_table("annotation", count, given),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jpg", True),
        ("P0001.TXT", True),
        (".jpg", False),
        ("node.js", False),
        ("-7.286182 112.796152", True),
        ("[10, 20, 30.5, 4e1]", True),
        ("10;20", True),
        ("1 , 2", True),
        ("10", False),
        ("10, x", False),
        ("777 300", True),
        ("boeing 777", False),
        ("None", True),
        ("NULL", True),
        ("nan", True),
        ("nano", False),
        ("YES", True),
        ("yes", False),
        ("", False),
    ],
)
def test_implausible_names(name: str, expected: bool) -> None:
    """File names, two or more numbers, and what programs write for nothing."""
    assert measured(categories([name]), "category", "name_is_implausible").tolist() == [expected]


@pytest.mark.parametrize("name", ["  ".join("1" * 60) + "x", "1" + " " * 20_000 + "x", "1, " * 5_000 + "x"])
def test_long_names_take_no_time(name: str) -> None:
    """A pattern that tried every way to split the gaps would not come back."""
    start = perf_counter()
    assert measured(categories([name]), "category", "name_is_implausible").tolist() == [False]
    assert perf_counter() - start < 2


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ship", "Ship", "SHIP"], [-1, 0, 0]),
        (["storage tank", "storage-tank", "Storage__Tank", "storagetank"], [-1, 0, 0, 0]),
        (["ship", "ship", "ships"], [-1, -1, -1]),
        (["A1", "a-1"], [-1, -1]),
        (["a-1b", "A1B"], [-1, 0]),
        (["", "-_-", "___"], [-1, -1, -1]),
        (["船 舶一", "船舶一"], [-1, 0]),
        (["STRASSE", "Straße"], [-1, 0]),
    ],
)
def test_earlier_spelling(names: list[str], expected: list[int]) -> None:
    """Case, white space, hyphen and underscore do not count where three letters or digits remain."""
    assert measured(categories(names), "category", "earlier_spelling").tolist() == expected


def test_spellings_are_compared_within_a_file_set() -> None:
    """Two datasets may spell a category in two ways."""
    tables = categories(["ship", "Ship", "Ship"], file_sets=[0, 1, 0])
    assert measured(tables, "category", "earlier_spelling").tolist() == [-1, -1, 0]


@given(
    st.lists(st.tuples(st.sampled_from(["ship", "Ship", "s hip", "a", "", " ", "\u00a0", "None"]), st.integers(0, 2)))
)
@settings(deadline=None)
def test_category_measures_agree_on_torch(rows: list[tuple[str, int]]) -> None:
    """A row each on both; the earlier spelling is an earlier row of the same set and another name."""
    names, sets = [name for name, _ in rows], [number for _, number in rows]
    tables = categories(names, sets)
    for name in measures("category"):
        assert len(measured(tables, "category", name)) == len(rows)
    assert measured(tables, "category", "name_is_blank").tolist() == [not name.strip() for name in names]
    for row, earlier in enumerate(measured(tables, "category", "earlier_spelling").tolist()):
        candidates = [other for other in range(row) if sets[other] == sets[row] and fold_name(names[other])]
        same = [other for other in candidates if fold_name(names[other]) == fold_name(names[row])]
        assert earlier == (same[0] if same and names[same[0]] != names[row] else -1)


def test_odd_ids_are_floats_and_references_of_another_type() -> None:
    """A reference that leads nowhere has nothing to differ from."""
    tables = references(
        id_type=["integer", "float", "integer", "integer", "string"],
        image_id_type=["integer", "integer", "string", "string", "integer"],
        category_id_type=["integer", "integer", "integer", "float", "integer"],
        image=[0, 0, 0, -1, 0],
    )
    assert measured(tables, "annotation", "has_odd_id").tolist() == [False, True, True, True, False]
    assert measured(tables, "annotation", "is_first_odd_id").tolist() == [False, True, False, False, False]
    assert set(measured(tables, "annotation", "odd_id_count").tolist()) == {3.0}


_type = st.sampled_from(["", *JSON_TYPES])


@given(st.lists(st.tuples(_type, _type, _type, st.integers(-1, 0), st.integers(-1, 0)), min_size=1, max_size=12))
@settings(deadline=None)
def test_the_first_odd_id_of_a_file_speaks_for_all(rows: list[tuple[str, str, str, int, int]]) -> None:
    """One row where there is any, and its count is that of all."""
    ids, image_ids, category_ids, images, links = (list(column) for column in zip(*rows, strict=True))
    tables = references(
        id_type=ids, image_id_type=image_ids, category_id_type=category_ids, image=images, category=links
    )
    odd = [
        "float" in (own, of_image, of_category)
        or (image == 0 and of_image not in ("", "integer"))
        or (category == 0 and of_category not in ("", "integer"))
        for own, of_image, of_category, image, category in rows
    ]
    assert measured(tables, "annotation", "has_odd_id").tolist() == odd
    first = measured(tables, "annotation", "is_first_odd_id").tolist()
    assert first == [any(odd) and row == odd.index(True) for row in range(len(odd))]
    assert set(measured(tables, "annotation", "odd_id_count").tolist()) == {float(sum(odd))}


def test_dangling_and_named_references() -> None:
    """An id that leads nowhere is dangling; one that is absent is another fault."""
    tables = references(
        written_image_id=written_keys([1, 7, None]),
        written_category_id=written_keys([1, "boat", None]),
        image=[0, -1, -1],
        category=[0, -1, -1],
    )
    assert measured(tables, "annotation", "names_category").tolist() == [True, True, False]
    assert measured(tables, "annotation", "lacks_image").tolist() == [False, True, False]
