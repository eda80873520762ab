"""Items that go from a JSON list, with their commas and what stands between them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.formats.json_members import Span
from boxlint.formats.json_outline import SPACE
from boxlint.formats.text import Buffer

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
    """The same for the items of several lists of one text, in order: items with more than a comma between are apart."""
    spans: list[Span] = []
    first = 0
    for last in range(len(starts)):
        if last + 1 < len(starts) and _are_neighbours(data, int(ends[last]), int(starts[last + 1])):
            continue
        own = slice(first, last + 1)
        spans += removed_spans(data, starts[own], ends[own], removed[own]) if removed[own].any() else []
        first = last + 1
    return spans


def _are_neighbours(data: Buffer, end: int, start: int) -> bool:
    return bytes(data[end:start]).strip(_BLANKS) == b","
