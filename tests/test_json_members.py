"""Where the members of a JSON object stand in its text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.syntax.json.members import insertion, list_items, object_members

SPACE = st.text(" \t\r\n", max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def parts(text: bytes) -> list[tuple[str, bytes, bytes]]:
    """Key, and the texts of key and value, of each member."""
    members = object_members(text)
    assert members is not None
    return [(part.key, text[part.key_start : part.key_end], text[part.start : part.end]) for part in members]


@st.composite
def objects(draw: Any) -> tuple[bytes, list[tuple[str, bytes, bytes]]]:
    """The text of an object in any layout, and its members."""
    members, pieces = [], []
    for key, value in draw(st.lists(st.tuples(st.text(max_size=5), VALUES), max_size=5)):
        key_text = json.dumps(key, ensure_ascii=draw(st.booleans()))
        value_text = json.dumps(value, indent=draw(st.none() | st.integers(0, 2)))
        members.append((key, key_text.encode(), value_text.encode()))
        pieces.append(f"{draw(SPACE)}{key_text}{draw(SPACE)}:{draw(SPACE)}{value_text}{draw(SPACE)}")
    return f"{draw(SPACE)}{{{','.join(pieces) or draw(SPACE)}}}{draw(SPACE)}".encode(), members


@given(objects())
def test_members_of_any_layout(drawn: tuple[bytes, list[tuple[str, bytes, bytes]]]) -> None:
    text, members = drawn
    assert parts(text) == members


def test_python_json_escapes_and_repeated_keys() -> None:
    text = (
        b' {"a":NaN,"a" : -Infinity\n, "b\\"}": "x,\\\\" ,"\\u0063":[{"a": "]"}, 1e5],"":{},"d":true,'
        b'"\xc3\xa9":null,\t"e" :\r\n-0.10}\n'
    )
    assert [(key, value) for key, _, value in parts(text)] == [
        ("a", b"NaN"),
        ("a", b"-Infinity"),
        ('b"}', b'"x,\\\\"'),
        ("c", b'[{"a": "]"}, 1e5]'),
        ("", b"{}"),
        ("d", b"true"),
        ("é", b"null"),
        ("e", b"-0.10"),
    ]


def test_an_empty_object_has_no_members() -> None:
    assert object_members(b" { } ") == ()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"  ",
        b"[]",
        b"null",
        b'"a"',
        b"{",
        b'{"a": 1',
        b'{"a" 1}',
        b'{"a": 1,}',
        b'{,"a": 1}',
        b'{"a": 1 "b": 2}',
        b'{"a": 1}}',
        b'{"a": 1}, {"b": 2}',
        b'{"a": [1}]',
        b'{"a": 01}',
        b"{'a': 1}",
        b'{"a": nan}',
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_is_no_object_has_none(text: bytes) -> None:
    assert object_members(text) is None


def test_a_large_mask_is_passed_over() -> None:
    polygon = b"[" + b", ".join([b"123.45"] * 100_000) + b"]"
    text = b'{"segmentation": [' + polygon + b'], "id": 1}'
    assert parts(text) == [("segmentation", b'"segmentation"', b"[" + polygon + b"]"), ("id", b'"id"', b"1")]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (b"[]", []),
        (b"[ \n]", []),
        (b'[1,"a,]" , [2, 3],\n{"a": [4]},NaN ]', [b"1", b'"a,]"', b"[2, 3]", b'{"a": [4]}', b"NaN"]),
        (b"[ -1e-5 ]", [b"-1e-5"]),
    ],
)
def test_items_of_a_list(text: bytes, items: list[bytes]) -> None:
    spans = list_items(b"  " + text, 2)
    assert spans is not None
    assert [(b"  " + text)[start:end] for start, end in spans] == items


@pytest.mark.parametrize("text", [b"{}", b"null", b'"[1]"', b"1", b""])
def test_what_is_no_list_has_no_items(text: bytes) -> None:
    assert list_items(text, 0) is None


@pytest.mark.parametrize(
    ("text", "after", "result"),
    [
        (b'{"a": 1, "b": 2}', None, b'{"new": 9, "a": 1, "b": 2}'),
        (b'{"a": 1, "b": 2}', 0, b'{"a": 1, "new": 9, "b": 2}'),
        (b'{"a": 1, "b": 2}', 1, b'{"a": 1, "b": 2, "new": 9}'),
        (b'{"a":1,"b":2}', 1, b'{"a":1,"b":2,"new":9}'),
        (b'{\n  "a" : 1,\n  "b" : 2\n}', 1, b'{\n  "a" : 1,\n  "b" : 2,\n  "new" : 9\n}'),
        (b'{\n  "a": 1,\n  "b": 2\n}', None, b'{\n  "new": 9,\n  "a": 1,\n  "b": 2\n}'),
        (b'{"a": 1\n, "b": 2}', 0, b'{"a": 1\n, "new": 9\n, "b": 2}'),
        # of one member, what comes before its key or its value is all there is to go by
        (b'{"a": 1}', 0, b'{"a": 1, "new": 9}'),
        (b'{"a":1}', 0, b'{"a":1,"new":9}'),
        (b'{ "a":1 }', 0, b'{ "a":1, "new":9 }'),
        (b'{\n    "a": 1\n}', None, b'{\n    "new": 9,\n    "a": 1\n}'),
        (b"{}", None, b'{"new": 9}'),
        (b" { } ", None, b' {"new": 9 } '),
    ],
)
def test_insertion_in_the_layout_of_its_neighbours(text: bytes, after: int | None, result: bytes) -> None:
    members = object_members(text)
    assert members is not None
    place, inserted = insertion(text, members, "new", b"9", None if after is None else members[after])
    assert text[:place] + inserted + text[place:] == result
