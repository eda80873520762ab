"""Items that go from a JSON list, with their commas and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from boxlint.syntax.json.members import Span
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.outline import SPACE
from boxlint.text.source import Buffer

_BLANKS: Final = b" \t\r\n"
_BLOCK: Final = 4096


def removed_spans(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[Span]:
    """The spans of text to cut so that some items of a JSON list go, in order and apart, commas and layout included.

    `starts` and `ends` (N,) int64 are the offsets of all items of the list in `data`, in order; `removed` (N,) bool.
    What is left of the list is `[]` where all items go.
    """
    if len(removed) and removed.all():
        last = SPACE.match(data, int(ends[-1]))
        return [(_blanks_start(data, int(starts[0])), last.end() if last else int(ends[-1]))]
    edges = np.diff(np.concatenate(([False], removed, [False])).astype(np.int8))
    first, after = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    is_last = after == len(removed)
    cut_from = np.where(is_last, ends[first - 1], starts[first]) if len(first) else first
    cut_to = np.where(is_last, ends[-1], starts[np.minimum(after, len(removed) - 1)]) if len(first) else first
    return list(zip(cut_from.tolist(), cut_to.tolist(), strict=True))


def _blanks_start(data: Buffer, position: int) -> int:
    """Where the white space before an offset begins."""
    while position > 0:
        block = bytes(data[max(position - _BLOCK, 0) : position])
        kept = len(block.rstrip(_BLANKS))
        position -= len(block) - kept
        if kept:
            break
    return position


def removed_from_lists(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[Span]:
    """The same for items of several lists of one text, in order, where the lists may have others beside them.

    Members of an object go with their keys, given the spans of their values.
    """
    spans: list[Span] = []
    for row in np.flatnonzero(removed).tolist():
        start, end = _item_start(data, int(starts[row])), int(ends[row])
        if spans and spans[-1][1] == start:
            # the item before goes too, with all that stands between
            start, _ = spans.pop()
        after = _blanks_end(data, end)
        if bytes(data[after : after + 1]) == b",":
            spans.append((start, _blanks_end(data, after + 1)))
            continue
        before = _blanks_start(data, start)
        is_first = bytes(data[before - 1 : before]) != b","
        spans.append((before, after) if is_first else (_blanks_start(data, before - 1), end))
    return spans


def owned_items(owners: Sequence[int], items: Sequence[Node]) -> tuple[Any, Any, Any]:
    """The items of a list that stands beside another: the owner of each, −1 beyond the last one, and its span. (K,)."""
    owned = [*owners[: len(items)], *[-1] * (len(items) - len(owners))]
    columns = owned, [item.start for item in items], [item.end for item in items]
    own, starts, ends = (np.array(column, np.int64) for column in columns)
    return own, starts, ends


def _item_start(data: Buffer, start: int) -> int:
    """Where an item of a list begins; of a value behind a key, where the key does."""
    colon = _blanks_start(data, start) - 1
    if colon < 0 or bytes(data[colon : colon + 1]) != b":":
        return start
    place = _blanks_start(data, colon) - 1
    while True:
        place -= 1
        if bytes(data[place : place + 1]) == b'"':
            before = bytes(data[max(place - _BLOCK, 0) : place])
            # an even number of backslashes does not escape the quote
            if (len(before) - len(before.rstrip(b"\\"))) % 2 == 0:
                return place


def _blanks_end(data: Buffer, position: int) -> int:
    """Where the white space from an offset on ends."""
    found = SPACE.match(data, position)
    return found.end() if found else position
