"""The keys of a JSON text that may be cut off."""

from __future__ import annotations

import pytest

from boxlint.syntax.json.heads import keys_by_depth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a": [{"b": 1, "c": "x"}]}', {"{": {"a"}, "{[{": {"b", "c"}}),
        (rb'{"a \" {": "[\\", "b": 1}', {"{": {r"a \" {", "b"}}),
        (rb'{"a": 1, "image": "abc[{\"b\": 1', {"{": {"a", "image"}}),
        (b'{"a": 1, "imag', {"{": {"a"}}),
        (b'{"a": "\\', {"{": {"a"}}),
    ],
)
def test_keys_are_told_by_the_brackets_around_them(text: bytes, expected: dict[str, set[str]]) -> None:
    """What is in a string counts for nothing, be it cut off."""
    assert keys_by_depth(text) == expected
