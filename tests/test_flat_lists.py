"""Flattened lists are what a naive reader of JSON finds, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.text.flat_lists import flatten

BLANKS = st.sampled_from(["", "", " ", "\n  ", "\t", " \r\n"])
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.sampled_from(["0", "-0", "-0.0", "1e5", "1E-7", "12.50", "0.1", "1e-320", "5e-324", "123456789.123456789"]),
)
ODD = st.sampled_from(
    ["NaN", "Infinity", "1e999", "null", "true", '"12"', '"[1,2]"', "[1]", "{}", '{"a":[1,2]}', "9" * 30, '"]"']
)


def written(items: Any, draw: Any) -> str:
    """A JSON list of texts with blanks anywhere."""
    return (
        "["
        + draw(BLANKS)
        + ",".join(draw(BLANKS) + item + draw(BLANKS) for item in items)
        + ("" if items else draw(BLANKS))
        + "]"
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The JSON text of a list of lists of numbers."""
    lists = draw(st.lists(st.lists(NUMBERS, max_size=6), max_size=4))
    return written([written(numbers, draw) for numbers in lists], draw)


@given(st.lists(texts(), min_size=1, max_size=5))
def test_lists_are_flattened_as_python_reads_them(given_texts: list[str]) -> None:
    """Every number to the bit, every list with its length and its owner, empty ones too."""
    expected = [(owner, numbers) for owner, text in enumerate(given_texts) for numbers in json.loads(text)]
    found = flatten([text.encode() for text in given_texts])
    assert found is not None
    assert found.owners.tolist() == [owner for owner, _ in expected]
    assert found.counts.tolist() == [len(numbers) for _, numbers in expected]
    assert list(map(repr, found.numbers.tolist())) == [
        repr(float(number)) for _, numbers in expected for number in numbers
    ]


@given(st.data(), st.lists(texts(), min_size=1, max_size=3))
def test_anything_else_is_refused(data: st.DataObject, given_texts: list[str]) -> None:
    """One odd value, wherever it stands, and nothing is taken for numbers."""
    numbers = data.draw(st.lists(NUMBERS, max_size=3))
    numbers.insert(data.draw(st.integers(0, len(numbers))), data.draw(ODD))
    text = written([written(numbers, data.draw)], data.draw)
    given_texts.insert(data.draw(st.integers(0, len(given_texts))), text)
    assert flatten([text.encode() for text in given_texts]) is None


@pytest.mark.parametrize(
    "text", ["1", "null", '"x"', "[1, 2]", "[1, [2]]", "[[[1]]]", "[[1], 2]", "[" * 3000 + "]" * 3000]
)
def test_other_nesting_is_refused(text: str) -> None:
    """Numbers at another depth are no lists of numbers, however many there are."""
    assert flatten([text.encode()]) is None
    assert flatten([b"[[1, 2]]", text.encode(), b"[]"]) is None
