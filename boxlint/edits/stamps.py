"""What tells a file that was written again from the one that was read."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct


class Stamp(Struct, frozen=True):
    """What tells a file that was written again from the one that was read: `modified` is in ns, `size` in bytes.

    A write that keeps the size, within one tick of the file system's clock after the last one (some milliseconds,
    on FAT two seconds), leaves the same stamp.
    """

    device: int
    inode: int
    size: int
    modified: int


def stamp(path: Path) -> Stamp:
    """The stamp of a file, links followed. To be taken before the file is read. Raises OSError."""
    found = os.stat(path)
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def find_stamp(path: Path) -> Stamp | None:
    """The stamp of a file, None where it has gone or cannot be looked at."""
    try:
        return stamp(path)
    except OSError:
        return None
