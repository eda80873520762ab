"""How the C library deals with the memory of arrays."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MOST_ARENAS: Final = -8
_KEPT: Final = 1 << 30
"""Bytes: larger than any array of some million rows."""
_KEPT_OF_OLD: Final = 32 << 20
"""The most that glibc before 2.35 takes."""


def keep_freed_memory() -> None:
    """Let the process keep the memory of arrays that are freed for those that come next, where it runs on glibc.

    Otherwise every array of more than some hundred kilobytes is asked of the system and given back, and each of
    its pages is cleared and faulted in again: a fifth of the time of a check of a million boxes. All threads share it.
    """
    if sys.platform == "linux":
        import ctypes

        # another C library has no such function
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            if library.mallopt(_MMAP_THRESHOLD, _KEPT) or library.mallopt(_MMAP_THRESHOLD, _KEPT_OF_OLD):
                library.mallopt(_TRIM_THRESHOLD, _KEPT)
                # threads take what the reading has left behind, instead of memory of their own
                library.mallopt(_MOST_ARENAS, 1)
