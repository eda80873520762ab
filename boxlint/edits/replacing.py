"""Edited files take the place of the old ones at one stroke: whatever happens, a file is the old one or the new one.

The new content goes into a temporary file beside the old one, which then takes its name.
"""

from __future__ import annotations

import os
import stat as modes
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EACCES, EAGAIN
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import Struct

from boxlint.edits import Edit, pieces
from boxlint.edits.leftovers import lock, remove_leftovers, temporary_name

__all__ = [
    "ReplaceError",
    "Stamp",
    "delete_file",
    "find_stamp",
    "remove_leftovers",
    "replace_file",
    "stamp",
    "why_read_only",
    "write_copy",
    "write_file",
]

_ATTEMPTS: Final = 5
_PAUSES: Final = (0.01, 0.03, 0.1, 0.3)
"""Seconds before trying again on Windows, where a virus scanner may hold a new file for a moment."""


class Stamp(Struct, frozen=True):
    """What tells a file that was written again from the one that was read: `modified` is in ns, `size` in bytes.

    A write that keeps the size, within one tick of the file system's clock after the last one (some milliseconds,
    on FAT two seconds), leaves the same stamp.
    """

    device: int
    inode: int
    size: int
    modified: int


class ReplaceError(Exception):
    """A file was not written and is as it was; `reason` says why, and what to do: the message without the path."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} {reason}")
        self.path = path
        self.reason = reason


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


def replace_file(path: Path, edits: Sequence[Edit], read: Stamp) -> None:
    """Apply edits to a file that had the stamp `read` before it was read; without edits, nothing is written.

    The file that a symbolic link leads to is edited, and the link kept. Of a file with several hard links only this
    name gets the new content: the others are copies that were meant to stay (a cache, a snapshot).
    The new file has the mode of the old one, its extended attributes (on Linux), and its owner and group as far
    as the user may give them; its time is new. On Windows nothing else may have the file open or mapped.

    Raises ReplaceError, with the old content in place, where the file has changed since it was read, is read-only
    (for root too), or cannot be written; ValueError where edits overlap or lie outside the file.
    """
    if not edits:
        return
    try:
        _require_unchanged(path, read)
        target = os.path.realpath(path, strict=True)
        _require_writable(path, target)
        with open(target, "rb") as source:
            # two runs on one file: the second gives way at once, before it writes
            if not lock(source):
                raise ReplaceError(path, "is being written by another run and is left to it; run boxlint fix again")
            _put(source, edits, target, look=partial(_require_unchanged, path, read), model=target)
    except (OSError, EOFError) as error:
        raise ReplaceError(path, f"cannot be written: {_why(error)}; nothing was changed") from error


def write_copy(source: Path, target: Path, edits: Sequence[Edit], read: Stamp | None = None) -> None:
    """Write a file with edits applied to another path, at one stroke; folders are made where there are none.

    A new file gets the mode that `cp` would give it, and its owner may write it. A file that is there already is
    replaced as by `replace_file`. `read` is the stamp of the source before it was read.
    Raises ReplaceError, with what was at `target` in place, where the source has changed since, or the target is
    read-only or cannot be written; ValueError where edits overlap or lie outside the source.
    """
    look = partial(_require_unchanged, source, read)
    try:
        look()
        with open(source, "rb") as content:
            os.makedirs(target.parent, exist_ok=True)
            place = os.path.realpath(target)
            if os.path.lexists(place):
                _require_writable(target, place)
                _put(content, edits, place, look=look, model=place)
            else:
                mode = os.fstat(content.fileno()).st_mode & 0o777 | 0o600
                _put(content, edits, place, look=look, mode=mode)
    except (OSError, EOFError) as error:
        raise ReplaceError(target, f"cannot be written from {source}: {_why(error)}; nothing was changed") from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file of boxlint's own at one stroke, be there one or not; a symbolic link is kept, and so is the mode.

    Raises ReplaceError, with what was there in place, where it cannot be written.
    """
    target = os.path.realpath(path)
    model = target if os.path.lexists(target) else None
    try:
        if model is not None and not os.access(model, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        _put(BytesIO(content), (), target, look=lambda: None, model=model, mode=0o666)
    except OSError as error:
        raise ReplaceError(path, f"cannot be written: {_why(error)}; nothing was changed") from error


def _require_unchanged(path: Path, read: Stamp | None) -> None:
    """Raise ReplaceError where a file no longer has the stamp that it had; None is any."""
    try:
        if read is None or stamp(path) == read:
            return
    except FileNotFoundError:
        raise ReplaceError(path, "is gone since it was read; run boxlint fix again") from None
    raise ReplaceError(path, "has changed since it was read and is left as it is; run boxlint fix again")


def _require_writable(path: Path, target: str) -> None:
    """Raise ReplaceError where a file is not for writing, although it could be replaced."""
    mode = os.stat(target).st_mode
    if not modes.S_ISREG(mode):
        raise ReplaceError(path, "is no regular file and is left as it is; name a file")
    # root may write every file, but who takes the write bit away from all means root too
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise ReplaceError(path, "is read-only and is left as it is; make it writable and run boxlint fix again")
    if not os.access(os.path.dirname(target), os.W_OK):
        raise ReplaceError(path, "is in a folder that is read-only; make the folder writable and run boxlint fix again")


def why_read_only(path: Path) -> str | None:
    """Why `replace_file` would leave a file alone as it is now, None where it would not."""
    try:
        _require_writable(path, os.path.realpath(path, strict=True))
    except ReplaceError as error:
        return error.reason
    except OSError as error:
        return f"cannot be written: {_why(error)}"
    return None


def _why(error: OSError | EOFError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _put(
    source: BinaryIO,
    edits: Sequence[Edit],
    target: str,
    *,
    look: Callable[[], None],
    model: str | None = None,
    mode: int = 0o600,
) -> None:
    """Write the edited source to `target` at one stroke, right after a last `look` at whether that is still right.

    The new file is made with `mode` (less the umask), then given what the file `model` has.
    """
    for _ in range(_ATTEMPTS):
        # the name is known before the file is made, so that an interrupt between the two leaves nothing behind
        temporary = temporary_name(target)
        try:
            with open(temporary, "xb", opener=partial(os.open, mode=mode)) as file:
                # until it is locked, another run may take it for a leftover
                if not lock(file) or not os.path.exists(temporary):
                    continue
                _fill(file, source, edits, look)
                file.flush()
                if model is not None:
                    _resemble(temporary, model)
                os.fsync(file.fileno())
                if sys.platform == "win32":
                    # an open file can neither be renamed nor replaced there
                    file.close()
                    source.close()
                _swap(temporary, target, look)
                return
        finally:
            with suppress(OSError):
                os.unlink(temporary)
    raise OSError(EAGAIN, os.strerror(EAGAIN))


def _fill(file: BinaryIO, source: BinaryIO, edits: Sequence[Edit], look: Callable[[], None]) -> None:
    try:
        file.writelines(pieces(source, edits))
    except (EOFError, ValueError):
        # edits that do not fit are a mistake of ours only if they are for this content
        look()
        raise


def _resemble(temporary: str, model: str) -> None:
    """Give a file the owner, the mode and the attributes of another, as far as permitted, and the present time."""
    import shutil

    if sys.platform != "win32":
        found = os.stat(model)
        try:
            os.chown(temporary, found.st_uid, found.st_gid)
        except OSError:
            with suppress(OSError):
                os.chown(temporary, -1, found.st_gid)
    # after the owner: a change of owner takes bits of the mode away
    with suppress(PermissionError):
        shutil.copystat(model, temporary)
    with suppress(PermissionError):
        # to the nanosecond: the time that the system gives by itself is that of its last tick, which other files share
        os.utime(temporary, ns=(time.time_ns(), time.time_ns()))


def _swap(temporary: str, target: str, look: Callable[[], None]) -> None:
    """Look and replace, with nothing between."""
    for pause in _PAUSES if sys.platform == "win32" else ():
        look()
        try:
            os.replace(temporary, target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    look()
    os.replace(temporary, target)


def delete_file(path: Path, read: Stamp) -> None:
    """Delete a file that had the stamp `read` before it was read.

    Raises ReplaceError where it is a symbolic link, has changed since, is read-only or cannot be deleted.
    """
    if os.path.islink(path):
        raise ReplaceError(path, "is a symbolic link and is left as it is; delete it and what it leads to by hand")
    try:
        _require_unchanged(path, read)
        _require_writable(path, os.path.realpath(path, strict=True))
        _require_unchanged(path, read)
        os.unlink(path)
    except OSError as error:
        raise ReplaceError(path, f"cannot be deleted: {_why(error)}; nothing was changed") from error
