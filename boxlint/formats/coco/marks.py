"""The brackets, braces, quotes and commas of a text, found in one pass: what its structure is told by."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.spans import Spans

_QUOTE, _COMMA, _OPEN, _CLOSE, _OPEN_BRACE, _CLOSE_BRACE = b'",[]{}'
_TO_BRACE: Final = 0x20
"""The bit by which a brace differs from its bracket. No number has a symbol that is as large with it."""


class Marks(Struct, frozen=True):
    """Where the marks of a text are, (M,) int64 in order, and what each is, (M,) uint8; `_` may be among them."""

    places: Any
    kinds: Any

    def quotes(self) -> Any:
        """The places of the quotes."""
        return self.places[np.flatnonzero(self.kinds == _QUOTE)]

    def brackets(self) -> tuple[Any, Any]:
        """The numbers (B,) of the marks that are brackets or braces, and which of them open."""
        kinds = self.kinds | _TO_BRACE
        is_open = kinds == _OPEN_BRACE
        rows = np.flatnonzero(is_open | (kinds == _CLOSE_BRACE))
        return rows, is_open[rows]

    def take_for_empty_list(self, first: int, last: int) -> None:
        """Let the marks from `first` to `last` be the two brackets of an empty list."""
        self.kinds[first : last + 1] = 0
        self.kinds[[first, last]] = _OPEN, _CLOSE


def find_marks(symbols: Any) -> Marks:
    """The marks of a text, given its bytes (V,) uint8."""
    is_mark = (symbols | _TO_BRACE) >= _OPEN_BRACE
    is_mark |= symbols == _QUOTE
    is_mark |= symbols == _COMMA
    places = np.flatnonzero(is_mark)
    return Marks(places, symbols[places])


class NestedObject(Struct, frozen=True):
    """An object in the record `row`: its text is [start, end), its braces are the marks `first` and `last`."""

    row: int
    start: int
    end: int
    first: int
    last: int


def find_records(marks: Marks) -> tuple[Spans, list[NestedObject]] | None:
    """The spans of the records of a JSON list of objects, and objects in them; None where objects are nested deeper.

    Braces within texts are taken for others here: such texts are found out by their quotes.
    """
    braces = np.flatnonzero((marks.kinds == _OPEN_BRACE) | (marks.kinds == _CLOSE_BRACE))
    is_open = marks.kinds[braces] == _OPEN_BRACE
    depths = np.cumsum(np.where(is_open, 1, -1))
    if not len(depths) or depths[-1] or depths.min() < 0 or depths.max() > 2:
        return None
    places = marks.places[braces]
    spans = Spans(places[is_open & (depths == 1)], places[~is_open & (depths == 0)] + 1)
    first, last = np.flatnonzero(is_open & (depths == 2)), np.flatnonzero(~is_open & (depths == 1))
    rows = np.searchsorted(spans.starts, places[first], "right") - 1
    nested = (rows, places[first], places[last] + 1, braces[first], braces[last])
    return spans, [NestedObject(*found) for found in zip(*(column.tolist() for column in nested), strict=True)]
