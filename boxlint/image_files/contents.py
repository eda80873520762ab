"""The content of image files as a number, by which copies are told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from stat import S_ISREG
from typing import Final

_BLOCK: Final = 1 << 20


def digests_of_copies(found: Iterable[Collection[str]]) -> Callable[[str], int]:
    """What tells the digest of each of some files; 0 for a file of a size that no other has, which is not read."""
    sizes = {path: _size(path) for path in {path for paths in found for path in paths}}
    counts = Counter(sizes.values())
    return lambda path: content_digest(path) if counts[sizes[path]] > 1 else 0


def _size(path: str) -> int:
    """The size of a file in bytes, 0 for what is none: a pipe would wait for ever."""
    try:
        status = os.stat(path)
    except OSError:
        return 0
    return status.st_size if S_ISREG(status.st_mode) else 0


def content_digest(path: str) -> int:
    """A 64-bit digest of a file's bytes; 0 where it cannot be read, or is empty, which says of no two the same."""
    digest = blake2b(digest_size=8)
    if not _size(path):
        return 0
    try:
        with open(path, "rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return 0
    return int.from_bytes(digest.digest(), "big", signed=True)
