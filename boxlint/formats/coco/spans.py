"""Where the records of a JSON list are in its text, and the texts of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.syntax.json.outline import SEPARATOR
from boxlint.syntax.json.text import without_literals
from boxlint.text.source import Buffer

_BLANK: Final = np.zeros(256, np.bool_)
_BLANK[[ord(symbol) for symbol in " \t\r\n,"]] = True
_WIDEST_GAP: Final = 64
_FEW: Final = 32
"""Records that are measured one by one: arrays would take longer to be made."""
_DECODER: Final = msgspec.json.Decoder(list[msgspec.Raw])


class Spans(Struct, frozen=True):
    """Where the records of a list are: byte offsets into the text, each (N,) int64, in order."""

    starts: Any
    ends: Any

    def __len__(self) -> int:
        return len(self.starts)


ListSpans = dict[str, Spans]
"""The records of each of the three lists."""


def no_spans() -> Spans:
    """The spans of an empty list."""
    nothing = np.empty(0, np.int64)
    return Spans(nothing, nothing)


def spans_of_list(text: bytes) -> Spans | None:
    """The records of a text that is one JSON list, NaN and infinities allowed; None where it is none."""
    source: bytes | None = text
    for _ in range(2):
        try:
            raws = _DECODER.decode(source or b"")
            return spans_of_views(source or b"", raws)
        except (msgspec.DecodeError, RecursionError):
            source = without_literals(text)
    return None


def spans_of_views(data: Buffer, raws: Sequence[Any]) -> Spans:
    """The offsets of consecutive list items that are views of `data`."""
    if not raws:
        return no_spans()
    symbols = np.frombuffer(data, np.uint8)
    lengths = np.fromiter(map(len, raws), np.int64, len(raws))
    first = _address(np.frombuffer(raws[0], np.uint8)) - _address(symbols)
    if len(raws) <= _FEW:
        starts = _measured_starts(data, first, lengths)
        return Spans(starts, starts + lengths)
    last = _address(np.frombuffer(raws[-1], np.uint8)) - _address(symbols)
    inner = int(lengths[:-1].sum())
    gap, rest = divmod(last - first - inner, max(len(raws) - 1, 1))
    starts = first + np.concatenate(([0], np.cumsum(lengths[:-1] + gap)))
    if rest or gap > _WIDEST_GAP or not _is_separated(symbols, starts, lengths, gap):
        starts = _measured_starts(data, first, lengths)
    return Spans(starts, starts + lengths)


def _address(symbols: Any) -> int:
    """Where the bytes of an array begin in memory; `ctypes` would be loaded to say so, and takes longer."""
    return int(symbols.__array_interface__["data"][0])


def _is_separated(symbols: Any, starts: Any, lengths: Any, gap: int) -> bool:
    """Whether exactly `gap` blanks and commas lie between the records: then, by induction, every start is exact."""
    if _BLANK[symbols[starts]].any():
        return False
    ends = (starts + lengths)[:-1]
    return all(_BLANK[symbols[ends + step]].all() for step in range(gap))


def _measured_starts(data: Buffer, first: int, lengths: Any) -> Any:
    starts, position = [], first
    for length in lengths.tolist():
        starts.append(position)
        found = SEPARATOR.match(data, position + length)
        position = found.end() if found else position + length
    return np.array(starts, np.int64)


def list_text(data: Buffer, spans: Spans, start: int, stop: int) -> bytes:
    """The records from `start` to before `stop` as the text of a list of their own."""
    return b"".join((b"[", memoryview(data)[int(spans.starts[start]) : int(spans.ends[stop - 1])], b"]"))


def record_text(data: Buffer, spans: Spans, row: int) -> bytes:
    """The text of one record."""
    return bytes(data[int(spans.starts[row]) : int(spans.ends[row])])
