"""What the file system says of files, by which an unchanged one is told; and the digest of a large one."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from boxlint.workers import Workers

FIELDS: Final = 4
"""Size in bytes, time of change of the content and of the entry in ns, and number of the file: `(N, 4)` int64.

The second time is the creation on Windows; elsewhere no program can set it back.
"""
UNKNOWN: Final = (-1, -1, -1, -1)
_GRANULE: Final = 2_000_000_000
"""Nanoseconds within which two changes may leave the same times: FAT counts in steps of two seconds."""
_NUMBERS: Final = 2**63 - 1
_BLOCK: Final = 1 << 20
_PART: Final = 32 << 20
"""Bytes that a process hashes at a time."""


class Stamps:
    """The stamps of files, each asked for once in a run: before the file is read, so that no later change is missed."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._values = array("q")

    def of(self, paths: Sequence[str]) -> Any:
        """The stamps of files (N, 4), `UNKNOWN` where one must not be relied on.

        That is a file that cannot be asked about, and one that has changed so shortly before that it can change
        again without another time.
        """
        self._ask([path for path in paths if path not in self._rows])
        values = np.frombuffer(self._values, np.int64).reshape(-1, FIELDS)
        return values[np.fromiter(map(self._rows.__getitem__, paths), np.int64, len(paths))]

    def _ask(self, paths: Sequence[str]) -> None:
        if not paths:
            return
        now = time.time_ns()
        # a new array: the old one cannot grow where a view of it is in use
        values = array("q", self._values)
        for path in paths:
            values.extend(_stamp(path))
        first = len(self._values) // FIELDS
        asked = np.frombuffer(values, np.int64).reshape(-1, FIELDS)[first:]
        asked[(asked[:, 1:3] > now - _GRANULE).any(axis=1)] = UNKNOWN
        self._rows.update(zip(paths, range(first, first + len(paths)), strict=True))
        self._values = values


def _stamp(path: str) -> tuple[int, int, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return UNKNOWN
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino & _NUMBERS


def agree(old: Any, new: Any) -> Any:
    """Which files are unchanged by two stamps (N, 4) each. Shape (N,), bool."""
    return (old == new).all(axis=1) & (new[:, 0] >= 0)


def digest(path: str, stamp: Any, workers: Workers) -> str:
    """The digest of the content that a file has with a stamp (4,); empty where it cannot be read, or has another."""
    from hashlib import sha1

    if _stamp(path) != tuple(stamp.tolist()):
        return ""
    try:
        parts = list(workers.map(_digest_part, [(path, start) for start in range(0, int(stamp[0]), _PART)]))
    except OSError:
        return ""
    whole = sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return whole if _stamp(path) == tuple(stamp.tolist()) else ""


def _digest_part(part: tuple[str, int]) -> str:
    """The digest of the bytes of a file from a place on. SHA-1, which processors have instructions for."""
    from hashlib import sha1

    path, start = part
    content = sha1(usedforsecurity=False)
    with open(path, "rb", buffering=0) as file:
        file.seek(start)
        for _ in range(_PART // _BLOCK):
            content.update(file.read(_BLOCK))
    return content.hexdigest()
