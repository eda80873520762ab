"""What is read of files and folders beside many others, read once while they are unchanged."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

_MOST: Final = 1000
_GRANULE: Final = 2_000_000_000
"""Nanoseconds within which two changes may leave the same times."""

Found = TypeVar("Found")


def once_while_unchanged(read: Callable[[str], Found]) -> Callable[[str], Found]:
    """A function of the path of a file or folder that is asked again only when that has changed, or just has."""

    @lru_cache(maxsize=_MOST)
    def remembered(path: str, _stamp: tuple[int, ...]) -> Found:
        return read(path)

    @wraps(read)
    def asked(path: str) -> Found:
        try:
            status = os.stat(path)
        except OSError:
            return read(path)
        newest = max(status.st_mtime_ns, status.st_ctime_ns)
        if newest > time.time_ns() - _GRANULE:
            return read(path)
        return remembered(path, (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))

    return asked
