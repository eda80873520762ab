"""The content of image files as a number, by which copies are told."""

from __future__ import annotations

import os
from hashlib import blake2b
from stat import S_ISREG
from typing import Final

_BLOCK: Final = 1 << 20


def content_digest(path: str) -> int:
    """A 64-bit digest of a file's bytes; 0 where it cannot be read, or is empty, which says of no two the same."""
    digest = blake2b(digest_size=8)
    try:
        # a pipe would wait for ever
        if not S_ISREG(os.stat(path).st_mode):
            return 0
        with open(path, "rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
            return int.from_bytes(digest.digest(), "big", signed=True) if file.tell() else 0
    except OSError:
        return 0
