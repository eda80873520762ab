"""Nodes of JSON texts: values with their places, however a text is laid out; and items that go from their lists."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.json_heads import keys_by_depth
from boxlint.formats.json_nodes import Node, read_root
from boxlint.formats.json_outline import container_ends, value_end
from boxlint.formats.json_removal import removed_from_lists
from boxlint.formats.json_text import JsonError

TEXTS = st.text() | st.sampled_from(['a"b', "\\", '\\"', "[", "}", "x" * 2000, "é" * 1200, '"' * 3])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
LAYOUTS = st.sampled_from([None, 0, 2])


def assert_places(node: Node, value: Any) -> None:
    """All values stand where their nodes say, with the values that they have."""
    assert json.loads(node.source) == node.value == value
    if isinstance(value, list):
        for item, expected in zip(node.items(), value, strict=True):
            assert_places(item, expected)
    elif isinstance(value, dict):
        members = node.members()
        assert members.keys() == value.keys()
        for key, member in members.items():
            assert_places(member, value[key])
    else:
        assert node.items() == []
        assert node.members() == {}


@given(VALUES, LAYOUTS, st.booleans())
def test_every_value_has_its_place(value: Any, indent: int | None, escapes: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escapes).encode("utf-8", "replace")
    value = json.loads(text)
    root = read_root(b" \n" + text + b"\n")
    for node in (root, root.looked_through(), Node(text, 0, len(text))):
        assert_places(node, value)


@given(VALUES, LAYOUTS)
def test_known_ends_are_those_that_are_found(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent).encode()
    for start, end in container_ends(text).items():
        assert value_end(text, start) == end


def test_what_is_no_json_says_where() -> None:
    with pytest.raises(JsonError) as fault:
        read_root(b'{"a": [1, }')
    assert fault.value.offset == 10
    assert read_root(b'{"a": NaN}').members()["a"].value != 0
    assert read_root(b'{"a": 1, "a": 2}').members()["a"].value == 2
    assert read_root(b'["\\ud800"]').items()[0].value == "?"


@given(
    st.lists(st.lists(st.booleans(), max_size=4), max_size=4),
    LAYOUTS,
    st.booleans(),
    st.sampled_from(["k", 'a"', "\\"]),
)
def test_items_go_from_lists_and_objects(flags: list[list[bool]], indent: int | None, keyed: bool, key: str) -> None:
    """Between the lists, and in them between items that can be removed, stand others that stay."""

    def contents(inner: list[Any]) -> Any:
        return {f"{key}{place}": item for place, item in enumerate(inner)} if keyed else inner

    lists = [[{"n": [place, row]} for row, _ in enumerate(own)] for place, own in enumerate(flags)]
    text = json.dumps([[contents(inner), "other"] for inner in lists], indent=indent).encode()
    found = [
        item
        for pair in read_root(text).items()
        for item in ([*pair.items()[0].members().values()] if keyed else pair.items()[0].items())
    ]
    starts, ends = (np.array([getattr(node, side) for node in found], np.int64) for side in ("start", "end"))
    removed = np.array([gone for own in flags for gone in own], np.bool_)
    left, position = b"", 0
    for begin, end in removed_from_lists(text, starts, ends, removed):
        assert position <= begin <= end
        left, position = left + text[position:begin], end
    expected = [
        [[item for item, gone in zip(inner, own, strict=True) if not gone], "other"]
        for inner, own in zip(lists, flags, strict=True)
    ]
    kept = json.loads(left + text[position:])
    assert [[[*inner.values()] if keyed else inner, other] for inner, other in kept] == expected


def test_items_that_nobody_listed_stay() -> None:
    text = b'["x", {"a": 1}, "y", {"a": 2}, {"a": 3}, "z"]'
    nodes = [node for node in read_root(text).items() if node.is_object]
    starts, ends = (np.array([getattr(node, side) for node in nodes]) for side in ("start", "end"))
    spans = removed_from_lists(text, starts, ends, np.array([True, True, True]))
    for begin, end in reversed(spans):
        text = text[:begin] + text[end:]
    assert text == b'["x", "y", "z"]'


def test_keys_by_depth_of_a_text_that_is_cut() -> None:
    keys = keys_by_depth(b'[{"a": 1, "b": [{"c": "{[", "d": {"e')
    assert keys == {"[{": {"a", "b"}, "[{[{": {"c", "d"}}
    assert keys_by_depth('{"é\\"": {'.encode("utf-16")) == {"{": {'é\\"'}}
    assert keys_by_depth(b"") == {}
