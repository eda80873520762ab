"""JSON lines: each a document with its place, the broken ones among them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.json_lines import split_documents

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(VALUES), st.sampled_from(["\n", "\r\n", "\n\n  \n"]), st.booleans(), st.booleans())
def test_documents_stand_where_their_nodes_say(values: list[Any], end: str, ascii_only: bool, ends: bool) -> None:
    lines = [f" {json.dumps(value, ensure_ascii=ascii_only)}\t" for value in values]
    data = (end.join(lines) + (end if ends else "")).encode("utf-8", "replace")
    found = list(split_documents(data))
    written = [json.loads(line.encode("utf-8", "replace")) for line in lines]
    assert [line.node.value for line in found] == written
    assert [data[line.node.start : line.node.end].strip() for line in found] == [line.node.source for line in found]
    assert not any(line.problem for line in found)


def test_a_broken_line_says_where_and_the_others_are_read() -> None:
    found = list(split_documents(b'{"a": 1}\n\n{"\xc3\xa4": 1 "b"}\n{"a": 2}\n{"cut": [1, \n'))
    assert [line.number for line in found] == [1, 3, 4, 5]
    assert [line.problem for line in found] == [
        "",
        "line 3, column 9: expected a comma or a closing bracket",
        "",
        "line 5, column 13: expected a value",
    ]
    assert found[2].node.value == {"a": 2}
