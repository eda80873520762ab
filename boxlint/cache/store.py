"""The folder of the cache: entries by name, written whole or not at all, and never without bound."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from boxlint.cache.container import Container, unpack
from boxlint.errors import UserError

SUFFIX: Final = ".entry"
_UNFINISHED: Final = ".part"
_MOST: Final = 2 << 30
"""Bytes of all entries; beyond that, those go first that were not used for longest."""
_ABANDONED: Final = 3600
"""Seconds after which nobody writes to an unfinished file any more."""
_TAG_NAME: Final = "CACHEDIR.TAG"
_TAG: Final = """Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache of boxlint, for which see https://bford.info/cachedir/. It may be deleted at any time.
"""


class Store(Struct):
    """The entries of one version in a cache folder.

    Whatever cannot be read is no entry, and what cannot be written is left out: no fault of the cache is the user's.
    """

    folder: Path
    version: str
    _room: int = 0
    """Bytes that may be written before it is looked how many there are."""

    def read(self, name: str) -> Container | None:
        """The entry of a name, which counts as used now; None where there is none, or it is not whole."""
        if not self._is_own():
            return None
        path = self._path(name)
        try:
            found = unpack(path)
        except (OSError, MemoryError):
            return None
        with suppress(OSError):
            os.utime(path)
        return found

    def write(self, name: str, content: Iterable[Any]) -> None:
        """Write an entry in the place of the one of this name, if any."""
        path = self._path(name)
        with suppress(OSError):
            if not self._is_own():
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            self._mark()
            _write(path, content)
            self._room -= path.stat().st_size
            if self._room < 0:
                self._make_room()
                self._room = _MOST // 32

    def _path(self, name: str) -> Path:
        return self.folder / self.version / f"{name}{SUFFIX}"

    def _is_own(self) -> bool:
        """Whether the folder is one itself: a link, in a repository of others, leads to what is not ours to fill."""
        return not (self.folder.is_symlink() or (self.folder / self.version).is_symlink())

    def _mark(self) -> None:
        """Tell git and programs for backups that the folder is nothing to keep."""
        for name, text in ((".gitignore", "*\n"), (_TAG_NAME, _TAG)):
            # a file that is there, be it a link to nowhere, is left as it is
            with suppress(FileExistsError), open(self.folder / name, "x", encoding="ascii") as file:
                file.write(text)

    def _make_room(self) -> None:
        """Drop the entries that were not used for longest, of all versions, and what was never finished."""
        for path in self._files(_UNFINISHED):
            if path.lstat().st_mtime < time.time() - _ABANDONED:
                path.unlink(missing_ok=True)
        entries = sorted(((path.lstat(), path) for path in self._files(SUFFIX)), key=_last_use)
        excess = sum(found.st_size for found, _ in entries) - _MOST
        for found, path in entries:
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= found.st_size

    def _files(self, suffix: str) -> Iterator[Path]:
        """The files of all versions that end so, but for those behind a link."""
        return (path for path in self.folder.glob(f"*/*{suffix}") if not path.parent.is_symlink())


def remove(folder: Path) -> int | None:
    """Remove a cache folder; the bytes that its files had, None where there is none.

    Raises `UserError` where it cannot be removed, or holds what no cache has.
    """
    from shutil import rmtree

    if not folder.is_dir():
        return None
    if folder.is_symlink() or not (folder / _TAG_NAME).is_file():
        raise UserError(f"{folder}: is not a folder that boxlint made; remove it by hand")
    try:
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        rmtree(folder)
    except OSError as error:
        raise UserError(f"{folder}: cannot be removed: {error.filename}: {error.strerror or error}") from None
    return size


def _last_use(entry: tuple[os.stat_result, Path]) -> int:
    return entry[0].st_mtime_ns


def _write(path: Path, content: Iterable[Any]) -> None:
    from secrets import token_hex

    # a temporary file of the standard library would be for its owner alone, whatever the folder is
    unfinished = path.with_name(f"{token_hex(8)}{_UNFINISHED}")
    try:
        with open(unfinished, "xb") as file:
            file.writelines(content)
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise
