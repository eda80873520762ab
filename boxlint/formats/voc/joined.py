"""Many XML documents joined to one text, and arrays of where their tags and the texts between them are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

_BEGIN, _END = b"<>"
_BLANKS: Final = b" \t\r\n"
_ODD: Final = bytes({*range(32)} - {*_BLANKS}) + b"&"
"""Entities, and what XML does not allow."""


class Joined(Struct, frozen=True):
    """D documents with T tags. Tag t is `text[begins[t]:ends[t]]`; `begins` and `ends` are (T,) int64.

    `documents` are their places among those that were to be joined. `starts` (D + 1,) is where each begins in the
    text, `tags` (D + 1,) its first tag, each with the end of the last. `markup` is all tags without what is between
    them; tag t begins there at `places[t]`, (T + 1,).
    """

    text: bytes
    symbols: Any
    documents: Any
    starts: Any
    tags: Any
    begins: Any
    ends: Any
    markup: bytes
    places: Any

    def after(self, tag: int) -> bytes:
        """The text between a tag and the next."""
        return self.text[self.ends[tag] : self.begins[tag + 1]]

    def all_after(self, tags: Any) -> list[bytes]:
        """The texts between each of some tags (N,) and the next one."""
        spans = zip(self.ends[tags].tolist(), self.begins[tags + 1].tolist(), strict=True)
        return [self.text[start:end] for start, end in spans]

    def listed_after(self, tags: Any) -> bytes:
        """The same, as one text with a `<` between them."""
        starts, lengths = self.ends[tags], self.begins[tags + 1] - self.ends[tags] + 1
        shifts = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        return bytes(self.symbols[shifts + np.arange(len(shifts))].tobytes()[:-1])


def join(contents: Sequence[bytes]) -> Joined:
    """Documents joined, but for those with an entity, a control character, or brackets that do not enclose tags."""
    documents = [place for place, content in enumerate(contents) if len(content.translate(None, _ODD)) == len(content)]
    symbols, starts, marks, bounds = _find_marks([contents[place] for place in documents])
    is_paired = _are_paired(symbols[marks] == _END, bounds)
    if not is_paired.all():
        documents = [place for place, is_kept in zip(documents, is_paired.tolist(), strict=True) if is_kept]
        symbols, starts, marks, bounds = _find_marks([contents[place] for place in documents])
    begins, ends = marks[::2], marks[1::2] + 1
    steps = np.zeros(len(symbols) + 1, np.int8)
    steps[begins] += 1
    steps[ends] -= 1
    markup = symbols[np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)].tobytes()
    places = np.concatenate(([0], np.cumsum(ends - begins)))
    return Joined(
        symbols.tobytes(), symbols, np.array(documents, np.int64), starts, bounds // 2, begins, ends, markup, places
    )


def _find_marks(contents: Sequence[bytes]) -> tuple[Any, Any, Any, Any]:
    """The joined bytes, where each document starts in them, where `<` and `>` stand, and each document's first one."""
    symbols = np.frombuffer(b"".join(contents), np.uint8)
    starts = np.concatenate(([0], np.cumsum([len(content) for content in contents], dtype=np.int64)))
    marks = np.flatnonzero((symbols == _BEGIN) | (symbols == _END))
    return symbols, starts, marks, np.searchsorted(marks, starts)


def _are_paired(is_end: Any, bounds: Any) -> Any:
    """Whether `<` and `>` take turns in each document, from the first to the last of them. Shape (D,), bool."""
    counts = np.diff(bounds)
    document = np.repeat(np.arange(len(counts)), counts)
    is_second = (np.arange(len(is_end)) - bounds[document]) % 2 == 1
    wrong = np.bincount(document[is_end != is_second], minlength=len(counts))
    return (wrong == 0) & (counts > 0) & (counts % 2 == 0)
