"""The columnar dataset: defaults, interning, and concatenation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.joining import concatenate
from boxlint.schema import PARENTS, SCHEMA
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Keys, Text, intern, make_table, make_tables, written_keys

TEXTS = st.lists(st.text(max_size=3), max_size=6)
IDS = st.lists(st.none() | st.integers() | st.text(max_size=4) | st.floats(allow_nan=False), max_size=6)


def test_every_link_column_has_the_name_of_its_table() -> None:
    """So that names with a prefix can be read through it."""
    assert all(parent in SCHEMA for parents in PARENTS.values() for parent in parents)


@given(TEXTS)
def test_interned_text_reads_back(texts: list[str]) -> None:
    """Codes and values stand for the texts; the empty text is −1."""
    column = intern(texts)
    assert [column.at(row) for row in range(len(texts))] == texts
    assert len(set(column.values)) == len(column.values)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (5, 5),
        (5.0, 5),
        ("5", 5),
        ("-5", -5),
        (2**63 - 1, 2**63 - 1),
        (None, MISSING_KEY),
        ("05", FIRST_TEXT_KEY),
        ("a", FIRST_TEXT_KEY),
        (2**63, FIRST_TEXT_KEY),
        (5.5, FIRST_TEXT_KEY),
        (float("inf"), FIRST_TEXT_KEY),
        ("", FIRST_TEXT_KEY),
        ("٣", FIRST_TEXT_KEY),
    ],
)
def test_ids_resolve_by_integral_value(written: object, number: int) -> None:
    """An integral id is its own key; any other is interned."""
    assert written_keys([written]).numbers.tolist() == [number]


@given(IDS, IDS)
def test_joined_keys_are_equal_where_the_ids_are(first: list[object], second: list[object]) -> None:
    """Concatenation interns both parts together."""
    parts = [make_tables(images=make_table("image", len(ids), {"id": written_keys(ids)})) for ids in (first, second)]
    joined = concatenate(parts).images["id"]
    alone = written_keys([*first, *second])
    assert [joined.at(row) for row in range(len(joined))] == [alone.at(row) for row in range(len(alone))]
    assert (joined.numbers[:, None] == joined.numbers).tolist() == (alone.numbers[:, None] == alone.numbers).tolist()


@given(TEXTS, TEXTS)
def test_joined_text_reads_back(first: list[str], second: list[str]) -> None:
    """Concatenation keeps every text and each value once."""
    parts = [make_tables(files=make_table("file", len(texts), {"path": intern(texts)})) for texts in (first, second)]
    joined = concatenate(parts).files["path"]
    assert [joined.at(row) for row in range(len(joined))] == [*first, *second]
    assert len(set(joined.values)) == len(joined.values)


def test_joined_links_move_with_their_rows() -> None:
    """A link still leads to its row, and one that led nowhere still does."""
    part = make_tables(
        images=make_table("image", 2),
        annotations=make_table("annotation", 3, {"image": [1, -1, 0]}),
    )
    assert concatenate([part, part]).annotations["image"].tolist() == [1, -1, 0, 3, -1, 2]


def test_absent_columns_read_as_missing() -> None:
    """Number NaN, flag false, text empty, key none, link −1."""
    table = make_table("annotation", 2)
    assert np.isnan(table["area"]).all()
    assert not table["is_target"].any()
    assert isinstance(table["problem"], Text)
    assert table["problem"].at(1) == ""
    assert isinstance(table["id"], Keys)
    assert table["id"].at(1) is None
    assert table["image"].tolist() == [-1, -1]
    assert set(table.columns) == set(SCHEMA["annotation"])


def test_wrong_columns_are_refused() -> None:
    """A reader's mistake is found where it is made."""
    with pytest.raises(ValueError, match="no column colour"):
        make_table("box", 1, {"colour": [1.0]})
    with pytest.raises(ValueError, match="has 2 rows, expected 1"):
        make_table("box", 1, {"width": [1.0, 2.0]})


def test_an_id_of_thousands_of_digits_is_a_text() -> None:
    """Python makes no number of it."""
    keys = written_keys(["9" * 5000, "-" + "9" * 5000, "7"])
    assert keys.numbers.tolist() == [FIRST_TEXT_KEY, FIRST_TEXT_KEY - 1, 7]
