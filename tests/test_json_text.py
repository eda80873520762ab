"""JSON as people's tools write it, and its outline where it is broken."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.syntax.json.outline import outline, value_end
from boxlint.syntax.json.text import JsonError, is_json, parse, parse_with_repeats, without_literals
from boxlint.text.locate import place_in_words

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def items_of(data: bytes, name: str = "a") -> list[bytes]:
    member = next(member for member in outline(data, ["a", "b"]).members if member.name == name)
    assert member.items is not None
    return [data[start:end] for start, end in member.items]


@given(VALUES)
def test_a_value_ends_where_its_text_ends(value: object) -> None:
    text = json.dumps(value).encode()
    assert value_end(text + b" , ]", 0) == len(text)
    assert is_json(text)


@given(st.lists(VALUES, max_size=6), st.sampled_from([None, 1]))
def test_outline_of_sound_text_has_every_item(values: list[object], indent: int | None) -> None:
    data = json.dumps({"info": {"a": [1]}, "a": values, "b": []}, indent=indent).encode()
    assert [json.dumps(json.loads(item)) for item in items_of(data)] == [json.dumps(value) for value in values]
    assert items_of(data, "b") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a": [{"x": 1}, {"x": 2}, {"x"', [b'{"x": 1}', b'{"x": 2}']),
        (b'{"a": [{"x": 1}, {"x: 2}, {"x": 3}]}', [b'{"x": 1}', b'{"x: 2}', b'{"x": 3}']),
        (b'{"a": [{"x": 1, {"x": 2}, {"x": 3}], "b": []}', [b'{"x": 1', b'{"x": 2}', b'{"x": 3}']),
        (b'{"a": [{"x": [1, 2}, {"x": 2}]}', [b'{"x": [1, 2}', b'{"x": 2}']),
        (b'{"a": [{"x": 1} {"x": 2},, 7]}', [b'{"x": 1}', b'{"x": 2}', b"7"]),
        (b'{"a": [{"x": 1}, {"x": 2 ], "b": [{"y": 1}]}', [b'{"x": 1}', b'{"x": 2']),
        (b'{"a": [{"x": {"y": 1}}, {"x": "}],["}]}', [b'{"x": {"y": 1}}', b'{"x": "}],["}']),
        (b'{oops, "a": [{"x": 1}]}', [b'{"x": 1}']),
    ],
    ids=["cut", "open-quote", "open-brace", "open-bracket", "commas", "list-goes-on", "nested", "stray-word"],
)
def test_outline_of_broken_text_goes_on_after_the_fault(text: bytes, expected: list[bytes]) -> None:
    assert items_of(text) == expected


@pytest.mark.parametrize("text", [b"", b" ", b"[1]", b"null", b'"a"', b"\xff"])
def test_outline_of_something_else_is_no_object(text: bytes) -> None:
    assert not outline(text, ["a"]).is_object


def test_python_literals_and_numbers_beyond_range_are_read() -> None:
    value = parse(b"[NaN, Infinity, -Infinity, 1e999, 99999999999999999999999]")
    assert math.isnan(value[0])
    assert value[1:4] == [math.inf, -math.inf, math.inf]
    assert value[4] == 99999999999999999999999
    assert parse(b"9" * 5000) == math.inf


def test_half_a_character_pair_becomes_a_question_mark() -> None:
    assert parse(b'{"\\ud800": ["a\\uDC00"]}') == {"?": ["a?"]}


@pytest.mark.parametrize(
    ("text", "reason", "offset"),
    [
        (b"[1, 2", "expected a comma or a closing bracket", 5),
        (b'{"a" 1}', "expected a colon after the key", 5),
        ('{"\u00e9": tru}'.encode(), "expected a value", 7),
        (b'["a\nb"]', "line break or control character inside a text", 3),
        (b"[1] 2", "more text after the end of the JSON value", 4),
        (b"[" * 100_000, "brackets are nested too deeply", 0),
    ],
)
def test_a_fault_has_a_reason_and_a_byte_offset(text: bytes, reason: str, offset: int) -> None:
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert (caught.value.reason, caught.value.offset) == (reason, offset)


def test_repeats_are_those_of_the_outermost_object() -> None:
    assert parse_with_repeats(b'{"a": {"x": 1, "x": 2}, "b": 1, "c": 2, "b": 3}')[1] == ["b"]
    assert parse_with_repeats(b'{"a": {"x": 1, "x": 2}}')[1] == []
    assert parse_with_repeats(b'[{"x": 1, "x": 2}]')[1] == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (b"[NaN, Infinity, -Infinity]", b"[0.0, 10000000, -10000000]"),
        (b"[-NaN]", None),
        (b"[NaN5, 1NaN]", None),
        (b"[1, 2]", None),
    ],
)
def test_literals_are_masked_by_numbers_of_the_same_length(text: bytes, masked: bytes | None) -> None:
    assert without_literals(text) == masked


def test_places_count_lines_and_characters_from_one() -> None:
    data = "a\n\u00e9\u00e9x".encode()
    assert place_in_words(data, 0) == "line 1, column 1"
    assert place_in_words(data, data.index(b"x")) == "line 2, column 3"
