"""Lists of lists of numbers, flattened from JSON text without a Python object a number."""

from __future__ import annotations

from collections.abc import Sequence
from threading import local
from typing import Any, Final

import numpy as np
from msgspec import Struct

_OPEN, _CLOSE, _COMMA = b"[],"
_DEPTH: Final = 3
"""Of a list of numbers: it stands in the list of one text, and that in the list of all texts."""


_KEPT: Final = local()


class FlatLists(Struct, frozen=True):
    """Lists of numbers: the `numbers` (V,) float64 of all of them, how many `counts` (P,) each has, and `owners` (P,).

    The owner is the text, by its place among the texts, in whose list a list stands.
    """

    numbers: Any
    counts: Any
    owners: Any


def flatten(texts: Sequence[Any]) -> FlatLists | None:
    """The lists of numbers in texts that are each a JSON list of them; None where one is anything else.

    A number that no float64 or 64-bit integer holds counts as anything else too.
    """
    text = b"".join((b"[", b",".join(texts), b"]"))
    numbers = numbers_of(text)
    if numbers is None:
        return None
    symbols = np.frombuffer(text, np.uint8)
    brackets = np.flatnonzero((symbols == _OPEN) | (symbols == _CLOSE))
    opens = symbols[brackets] == _OPEN
    depths = np.cumsum(np.where(opens, 1, -1))
    lists = np.flatnonzero(opens & (depths == _DEPTH))
    is_owner = opens & (depths == _DEPTH - 1)
    if depths.max() > _DEPTH or is_owner.sum() != len(texts):
        return None
    starts, ends = brackets[lists], brackets[lists + 1]
    commas = np.flatnonzero(symbols == _COMMA)
    counts = np.searchsorted(commas, ends) - np.searchsorted(commas, starts) + 1
    for row in np.flatnonzero(counts == 1).tolist():
        counts[row] = int(bool(text[starts[row] + 1 : ends[row]].strip()))
    # otherwise a number stands beside the lists
    return FlatLists(numbers, counts, np.cumsum(is_owner)[lists] - 1) if counts.sum() == len(numbers) else None


def numbers_of(text: bytes) -> Any:
    """All numbers of nested JSON lists as (V,) float64; None where there is anything else in them."""
    if b"{" in text or b'"' in text:
        return None
    try:
        return np.frombuffer(_parser().parse(text).as_buffer(of_type="d"))
    except (ValueError, TypeError, RuntimeError):
        return None


def _parser() -> Any:
    """The parser of the thread, kept because its buffers have grown to the size of its texts."""
    if not hasattr(_KEPT, "parser"):
        from simdjson import Parser

        _KEPT.parser = Parser()
    return _KEPT.parser
