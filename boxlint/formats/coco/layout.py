"""Where the values stand in records that are all written alike, and their text without what is around the values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.spans import Spans

_MEMBER: Final = re.compile(rb'([ \t\r\n]*,?[ \t\r\n]*)"([a-z_]+)"([ \t\r\n]*:[ \t\r\n]*)')
_BLANK_END: Final = re.compile(rb"[ \t\r\n]*\Z")
_WORD: Final = 8


class Fields(Struct, frozen=True):
    """The fields that N records have, in order: names, and where the value of each begins and ends, (N,) int64."""

    names: Sequence[str]
    starts: Sequence[Any]
    ends: Sequence[Any]

    def place(self, name: str) -> int:
        """The position of a field in the order, −1 where there is none of this name."""
        return self.names.index(name) if name in self.names else -1


def blot_out_keys(text: bytes, buffer: bytearray, spans: Spans, quotes: Any) -> Fields | None:
    """The fields of the first record where all others have the same; their names are blotted out of the buffer.

    `text` is what the buffer was before objects in records were; it may go on after it. `quotes` are the places of the
    buffer's quotes. What is left of a record is a list of its values. None where a record has other fields, or other
    blanks between them; the buffer is spoilt then.
    """
    start, end = int(spans.starts[0]), int(spans.ends[0])
    own = quotes[: np.searchsorted(quotes, end)]
    if not len(own) or len(own) % 2 or len(quotes) != len(own) * len(spans):
        return None
    quotes = quotes.reshape(len(spans), -1)
    if not ((quotes[:, 0] > spans.starts) & (quotes[:, -1] < spans.ends)).all():
        return None
    names: list[str] = []
    starts, ends = [], []
    for place in range(0, len(own), 2):
        before = _gap_before(text, start + 1, int(own[place]))
        member = _MEMBER.match(text, before)
        if member is None or (member[1].strip() == b",") != (place > 0):
            return None
        if not place and text[start + 1 : before].strip():
            return None
        names.append(member[2].decode())
        gap = int(own[place]) - before
        if place:
            ends.append(quotes[:, place] - gap)
        same = member[0] if place else text[start:before] + member[0]
        first = quotes[:, place] - (own[place] - (before if place else start))
        if not _replace_same(buffer, first, same, (b"," if place else b"[").ljust(len(same))):
            return None
        starts.append(quotes[:, place + 1] + 1 + len(member[3]))
    tail = text[_blank_before(text, end - 1) : end]
    ends.append(spans.ends - len(tail))
    if not _replace_same(buffer, ends[-1], tail, tail[:-1] + b"]"):
        return None
    return Fields(names, starts, ends) if len(set(names)) == len(names) else None


def _gap_before(text: bytes, start: int, quote: int) -> int:
    """Where the blanks and the comma before a key begin."""
    comma = text.rfind(b",", start, quote)
    return _blank_before(text, comma if comma >= 0 and not text[comma + 1 : quote].strip() else quote, start)


def _blank_before(text: bytes, end: int, start: int = 0) -> int:
    """Where the blanks before a place begin."""
    found = _BLANK_END.search(text, max(start, end - 64), end)
    return found.start() if found else end


def _replace_same(buffer: bytearray, places: Any, old: bytes, new: bytes) -> bool:
    """Write a text over another of the same length at some places (N,), False where one of them has not the other."""
    words = np.ndarray(len(buffer) - _WORD + 1, "<u8", buffer, strides=(1,))
    for offset in range(0, len(old), _WORD):
        piece, other = old[offset : offset + _WORD], new[offset : offset + _WORD]
        mask = np.uint64((1 << 8 * len(piece)) - 1)
        written = words[places + offset]
        if ((written & mask) != np.uint64(int.from_bytes(piece, "little"))).any():
            return False
        words[places + offset] = (written & ~mask) | np.uint64(int.from_bytes(other, "little"))
    return True
