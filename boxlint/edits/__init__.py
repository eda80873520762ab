"""Edits of a file: spans of its own bytes, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import SEEK_END, BytesIO
from mmap import mmap
from typing import Any, BinaryIO, Final

import numpy as np
from msgspec import Struct

_BLOCK: Final = 1 << 22


class Edit(Struct, frozen=True):
    """One replaced span of a file: the bytes [start, end) become `replacement`; `rules` are the codes that want it."""

    start: int
    end: int
    replacement: bytes
    rules: tuple[str, ...] = ()


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """The edits by their place in the file; insertions at one place stay in the order given.

    Edits may touch. Raises ValueError where two overlap, or where one ends before it starts.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    reached: Edit | None = None
    for edit in ordered:
        if edit.end < edit.start:
            raise ValueError(f"an edit ends before it starts: {edit}")
        if reached is not None and edit.start < reached.end:
            raise ValueError(f"edits overlap: {reached} and {edit}")
        reached = edit
    return ordered


def pieces(content: bytes | mmap | BinaryIO, edits: Iterable[Edit]) -> Iterator[bytes]:
    """The edited content, in pieces of about 4 MiB: only so much of a file is in memory at a time.

    A file is read from its beginning, wherever it stands, and has to be seekable. Raises ValueError where edits
    overlap or lie outside the content, EOFError where a file has become shorter since the first piece was asked for.
    """
    file = BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0, SEEK_END)
    # the answer of `seek` itself is None for memory maps before Python 3.13
    size = file.tell()
    ordered = in_order(edits)
    if ordered and (ordered[0].start < 0 or ordered[-1].end > size):
        raise ValueError(f"edits lie outside the content of {size} bytes: {ordered[0]} to {ordered[-1]}")
    yield from gathered(_parts(file, ordered, size), _BLOCK)


def gathered(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of at least `size`, but for the last."""
    pending: list[bytes] = []
    weight = 0
    for part in parts:
        pending.append(part)
        weight += len(part)
        if weight >= size:
            yield b"".join(pending)
            pending, weight = [], 0
    if weight:
        yield b"".join(pending)


def _parts(file: mmap | BinaryIO, ordered: Iterable[Edit], size: int) -> Iterator[bytes]:
    """What lies between the edits, and their replacements, by turns; `size` is the length of the content."""
    file.seek(0)
    position = 0
    for edit in ordered:
        yield from _read(file, edit.start - position)
        yield edit.replacement
        # a buffered file seeks within its buffer, so that close edits cost no system call each
        file.seek(edit.end)
        position = edit.end
    yield from _read(file, size - position)


def _read(file: mmap | BinaryIO, count: int) -> Iterator[bytes]:
    while count > 0:
        part = file.read(min(count, _BLOCK))
        if not part:
            raise EOFError(f"the content is {count} bytes shorter than it was")
        count -= len(part)
        yield part


def shifted(offsets: Any, edits: Sequence[Edit], *, are_ends: bool = False) -> Any:
    """Where offsets of the old content are in the edited one. Shapes (N,) → (N,), int64; negative ones stay.

    An offset at the start of an edit comes before its replacement, one inside or at the end of an edit comes after
    it: the start of a record stays before an edit of its first field, and its end comes after one of its last.
    `are_ends`: so does an offset where something is inserted.
    Raises ValueError where edits overlap.
    """
    ordered = in_order(edits)
    starts = np.array([edit.start for edit in ordered], np.int64)
    ends = np.array([np.iinfo(np.int64).min, *(edit.end for edit in ordered)], np.int64)
    growth = np.array([0, *(edit.start - edit.end + len(edit.replacement) for edit in ordered)], np.int64).cumsum()
    begun = np.searchsorted(starts, offsets, side="right" if are_ends else "left")
    return np.where(offsets < 0, offsets, np.maximum(offsets, ends[begun]) + growth[begun])
