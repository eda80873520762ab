"""Temporary files: their names, and the locks by which those of killed runs are told from those of live ones."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

_TEMPORARY: Final = re.compile(r"\..*\.boxlint-[0-9a-f]{16}\.tmp", re.DOTALL)
_NAME_BYTES: Final = 100
"""So much of a file's name is in that of its temporary file: some file systems take no more than 143 bytes in all."""


def temporary_name(target: str) -> str:
    """A path for a new temporary file beside a file, with its name in it; at most 131 bytes after the folder."""
    folder, name = os.path.split(target)
    # cut between characters: some file systems refuse what is no text
    start = os.fsencode(name)[:_NAME_BYTES].decode(sys.getfilesystemencoding(), "ignore")
    return os.path.join(folder, f".{start}.boxlint-{os.urandom(8).hex()}.tmp")


def lock(file: BinaryIO) -> bool:
    """Lock a file until it is closed or its process ends; False where another process has locked it.

    True also where the file system has no locks, and on Windows, where an open file cannot be deleted anyway.
    """
    try:
        return _take_lock(file)
    except OSError:
        return True


def remove_leftovers(folder: Path) -> list[Path]:
    """Delete the temporary files of killed runs in a folder, not below it; returns those that were deleted.

    Nothing else is deleted: no file of a run that is alive, none whose name is only similar, no link, no folder.
    What may not be deleted, or cannot be locked on this file system, stays.
    """
    removed: list[Path] = []
    with suppress(OSError):
        removed.extend(path for path in _temporary_files(folder) if _remove_dead(path))
    return sorted(removed)


def _temporary_files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _remove_dead(temporary: Path) -> bool:
    """Delete a temporary file unless its run is alive; whether it was deleted."""
    try:
        if sys.platform == "win32":
            temporary.unlink()
        else:
            # network file systems lock only what is open for writing
            with open(temporary, "r+b", buffering=0, opener=_open_no_link) as file:
                if not _take_lock(file):
                    return False
                temporary.unlink()
    except OSError:
        return False
    return True


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _take_lock(file: BinaryIO) -> bool:
    """Lock a file until it is closed; False where another process has it. Raises OSError where there are no locks."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
