"""Short spans of a large file, read for the most part in ascending order."""

from __future__ import annotations

import os
from typing import BinaryIO, Final

_AHEAD: Final = 1 << 16
_BEHIND: Final = 1 << 13
"""Bytes read around what is asked for: the next span is often near, mostly further on."""
_BLOCK: Final = 1 << 22


class FileSpans:
    """The bytes of an open file by their place. One piece of it is held at a time; offsets outside it are cut."""

    def __init__(self, file: BinaryIO) -> None:
        self.size = file.seek(0, os.SEEK_END)
        self._file = file
        self._start = 0
        self._held = b""

    def __call__(self, start: int, end: int) -> bytes:
        """The bytes [start, end)."""
        start, end = max(start, 0), min(end, self.size)
        if start < self._start or end > self._start + len(self._held):
            self._start = max(start - _BEHIND, 0)
            self._file.seek(self._start)
            self._held = self._file.read(end - self._start + _AHEAD)
        return self._held[start - self._start : end - self._start]

    def count_lines(self, start: int, end: int) -> int:
        """How many line feeds are in [start, end)."""
        count = 0
        for place in range(start, end, _BLOCK):
            self._file.seek(place)
            count += self._file.read(min(_BLOCK, end - place)).count(b"\n")
        return count
