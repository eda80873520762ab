"""New content takes the place of the old at one stroke: whatever happens, a file is the old one or the new one.

The new content goes into a temporary file beside the old one, which then takes its name.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EAGAIN
from functools import partial
from typing import BinaryIO, Final

from boxlint.edits import Edit, pieces
from boxlint.edits.leftovers import lock, temporary_name

_ATTEMPTS: Final = 5
_PAUSES: Final = (0.01, 0.03, 0.1, 0.3)
"""Seconds before trying again on Windows, where a virus scanner may hold a new file for a moment."""


def put(
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
