"""Edited files take the place of the old ones, copies are written, and files deleted, where nobody else meddled."""

from __future__ import annotations

import os
import stat as modes
from collections.abc import Callable, Sequence
from errno import EACCES
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from boxlint.edits import Edit
from boxlint.edits.leftovers import lock
from boxlint.edits.stamps import Stamp, stamp
from boxlint.edits.swapping import put


class ReplaceError(Exception):
    """A file was not written and is as it was; `reason` says why, and what to do: the message without the path."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} {reason}")
        self.path = path
        self.reason = reason


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
            put(source, edits, target, look=partial(_require_unchanged, path, read), model=target)
    except (OSError, EOFError) as error:
        raise ReplaceError(path, f"cannot be written: {_why(error)}; nothing was changed") from error


Rewrite = Callable[[Path, Sequence[Edit]], BinaryIO]
"""What a file becomes that is no text, by edits of the text that it is shown as."""


def write_copy(
    source: Path, target: Path, edits: Sequence[Edit], read: Stamp | None = None, rewrite: Rewrite | None = None
) -> None:
    """Write a file with edits applied to another path, at one stroke; folders are made where there are none.

    A new file gets the mode that `cp` would give it, and its owner may write it. A file that is there already is
    replaced as by `replace_file`. `read` is the stamp of the source before it was read. `rewrite` makes the edits
    where they are not of the file's own bytes.
    Raises ReplaceError, with what was at `target` in place, where the source has changed since, or the target is
    read-only or cannot be written; ValueError where edits overlap or lie outside the source.
    """
    look = partial(_require_unchanged, source, read)
    try:
        look()
        mode = os.stat(source).st_mode & 0o777 | 0o600
        with open(source, "rb") if rewrite is None else rewrite(source, edits) as content:
            edits = edits if rewrite is None else ()
            os.makedirs(target.parent, exist_ok=True)
            place = os.path.realpath(target)
            if os.path.lexists(place):
                _require_writable(target, place)
                put(content, edits, place, look=look, model=place)
            else:
                put(content, edits, place, look=look, mode=mode)
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
        put(BytesIO(content), (), target, look=lambda: None, model=model, mode=0o666)
    except OSError as error:
        raise ReplaceError(path, f"cannot be written: {_why(error)}; nothing was changed") from error


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
