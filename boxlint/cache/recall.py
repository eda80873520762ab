"""Reading with a memory: what is unchanged comes from the cache, and only the rest from the files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
from msgspec.structs import replace

from boxlint.cache.stamps import UNKNOWN, Stamps, digest
from boxlint.formats import ReadOptions, SourceFile, read_files, read_set
from boxlint.formats.registry import find_format

if TYPE_CHECKING:
    from boxlint.cache.entry import Entry, Reading, SetKey
    from boxlint.cache.flags import Flags
    from boxlint.cache.listing import Listing
    from boxlint.cache.store import Store
    from boxlint.cache.told import Told
    from boxlint.tables import Tables

_OF_A_FILE: Final = 8 << 10
"""Bytes that take as long to be read as a file to be opened."""
_WORTH_A_RUN: Final = 16 << 20
"""Bytes, and files in terms of them, that take some 0.2 s to be read: with less, a run leaves no trace."""
_WORTH_AN_ENTRY: Final = 512 << 10
"""Of a file set: those that take some 5 ms, an entry about 1."""
_FEW: Final = 32
"""File sets that may be too small for an entry and still be known again, by digests of what was read of them."""
_WORTH_TELLING: Final = _WORTH_AN_ENTRY // _OF_A_FILE


class Cache:
    """The memory of one run, kept in `folder`, which need not exist; `version` is the program's."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version
        self._base = os.path.abspath(folder.parent)
        self._stamps = Stamps()
        self._told: list[Told] = []
        self._read: Tables | None = None
        self._parts: list[tuple[SetKey, str]] = []

    @cached_property
    def _store(self) -> Store:
        from boxlint.cache.store import Store

        return Store(self._folder, self._version)

    def tell(
        self, folder: str, paths: Sequence[str], tell: Callable[[Sequence[str]], list[str | None]]
    ) -> list[str | None]:
        """What `tell` says of the files of a folder, which is asked about those only that are not remembered."""
        if len(paths) <= _WORTH_TELLING:
            return tell(paths)
        from boxlint.cache.told import make_told, unpack_told

        place = self._relative(folder)
        listing = self._listing(paths)
        container = self._store.read(_name("told", place))
        old = unpack_told(container, place) if container else None
        rows = np.full(len(paths), -1) if old is None else old.listing.rows_of(listing)
        kinds: list[str | None] = old.of(rows) if old else [None] * len(paths)
        new = np.flatnonzero(rows < 0)
        for row, kind in zip(new.tolist(), tell([paths[row] for row in new.tolist()]), strict=True):
            kinds[row] = kind
            if kind == "empty" and listing.stamps[row, 0]:
                # it could not be read, which need not last
                listing.stamps[row] = UNKNOWN
        if old is None or (listing.stamps[new, 0] >= 0).any() or len(old.codes) != len(kinds):
            self._told.append(make_told(place, listing, kinds))
        return kinds

    def is_worth(self, files: Sequence[SourceFile]) -> bool:
        """Whether reading these files takes so long that a run should remember them."""
        if len(files) * _OF_A_FILE >= _WORTH_A_RUN:
            return True
        return _cost(self._stamps.of([os.fspath(file.location) for file in files])) >= _WORTH_A_RUN

    def keep_told(self) -> None:
        """Write what was told of folders in this run."""
        from boxlint.cache.told import pack_told

        for told in self._told:
            self._store.write(_name("told", told.folder), pack_told(told))
        self._told.clear()

    def read_files(self, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
        """The tables of all files, as `formats.read_files` reads them."""
        self._parts.clear()
        self._read = read_files(files, options, self._read_part)
        return self._read

    @contextmanager
    def flags(self, tables: Tables) -> Iterator[Flags | None]:
        """What conditions are known to say of the dataset that was read, to which columns may have been given since.

        What is added to it is kept. None where it is not known that the dataset is what it was.
        """
        if self._read is None or not all(name for _, name in self._parts):
            yield None
            return
        from boxlint.cache.flags import dataset_name, pack_flags, unpack_flags

        dataset = dataset_name([name for _, name in self._parts], self._read, tables)
        place = _name("flags", [key for key, _ in self._parts])
        container = self._store.read(place)
        flags = unpack_flags(container, dataset, tables) if container else {}
        known = len(flags)
        yield flags
        if len(flags) > known:
            self._store.write(place, pack_flags(dataset, flags))

    def _read_part(self, name: str, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
        """The tables of a file set, as `read_set` reads it."""
        key = self._key(files, options)
        listing = self._listing([os.fspath(file.location) for file in files])
        if _cost(listing.stamps) < _WORTH_AN_ENTRY or any(file.content is not None for file in files):
            from boxlint.cache.entry import Reading
            from boxlint.cache.flags import contents

            tables = read_set(name, files, options)
            reading = Reading(tables, contents(tables) if len(self._parts) < _FEW else "")
        else:
            reading = self._reading(key, listing, files, options)
        self._parts.append((key, reading.name))
        return reading.tables

    def _reading(self, key: SetKey, listing: Listing, files: Sequence[SourceFile], options: ReadOptions) -> Reading:
        from boxlint.cache.entry import unpack_entry

        container = self._store.read(_name("set", key))
        entry = unpack_entry(container, key) if container else None
        if entry is None:
            return self._read_anew(key, listing, files, options)
        if not entry.wanted >= options.wanted:
            # both selections of rules will find what they need
            return self._read_anew(key, listing, files, replace(options, wanted=options.wanted | entry.wanted))
        return self._read_changed(entry, listing, files, options)

    def _read_changed(
        self, entry: Entry, listing: Listing, files: Sequence[SourceFile], options: ReadOptions
    ) -> Reading:
        """The tables of a file set, of which there is an entry: what has changed since is read."""
        rows = entry.listing.rows_of(listing)
        if len(rows) == len(entry.listing) and (rows == np.arange(len(rows))).all():
            options.progress(len(files))
            return entry.reading
        if len(files) == 1 and _is_same(entry, listing, files[0], options):
            self._keep(replace(entry, listing=listing))
            options.progress(1)
            return entry.reading
        new = rows < 0
        if 2 * new.sum() > len(files):
            return self._read_anew(entry.key, listing, files, options)
        options.progress(int((~new).sum()))
        if not new.any():
            # where some files are not looked at in this run, the next one may ask for them again
            return entry.reading.of_files(rows)
        from boxlint.arranging import arrange
        from boxlint.cache.entry import Reading
        from boxlint.joining import merge

        read = read_set(entry.key.format, [files[row] for row in np.flatnonzero(new).tolist()], options)
        rows[new] = len(entry.listing) + np.arange(new.sum())
        reading = Reading(arrange(merge([entry.reading.tables, read]), rows))
        listing = _trusted(listing, reading.tables)
        if (listing.stamps[new, 0] < 0).all():
            return replace(reading, name="")
        self._keep(replace(entry, listing=listing, wanted=options.wanted, reading=reading))
        return reading

    def _read_anew(self, key: SetKey, listing: Listing, files: Sequence[SourceFile], options: ReadOptions) -> Reading:
        from boxlint.cache.entry import Entry, Reading

        reading = Reading(read_set(key.format, files, options))
        listing = _trusted(listing, reading.tables)
        if (listing.stamps[:, 0] < 0).all():
            return replace(reading, name="")
        content = digest(os.fspath(files[0].location), listing.stamps[0], options.workers) if len(files) == 1 else ""
        self._keep(Entry(key, listing, options.wanted, content, reading))
        return reading

    def _keep(self, entry: Entry) -> None:
        from boxlint.cache.entry import pack_entry

        self._store.write(_name("set", entry.key), pack_entry(entry))

    def _listing(self, paths: Sequence[str]) -> Listing:
        from boxlint.cache.listing import Listing, names_in

        return Listing(names_in(paths), self._stamps.of(paths))

    def _key(self, files: Sequence[SourceFile], options: ReadOptions) -> SetKey:
        from boxlint.cache.entry import SetKey

        place, shown = os.fspath(files[0].location), files[0].shown
        if len(files) > 1:
            place, shown = os.path.dirname(place), shown.rpartition("/")[0]
        known = tuple(sorted(options.known_fields))
        written = options.coordinates, options.box_mode, options.box_space, _beside(files)
        return SetKey(files[0].format, self._relative(place), shown, options.classes, known, *written)

    def _relative(self, path: str) -> str:
        """A path as seen from where the cache lies, so that both may move together."""
        try:
            return os.path.relpath(path or "/", self._base)
        except ValueError:
            return path


def _cost(stamps: Any) -> int:
    """How long files take to be read, in bytes of a large file."""
    return int(np.maximum(stamps[:, 0], 0).sum()) + len(stamps) * _OF_A_FILE


def _is_same(entry: Entry, listing: Listing, file: SourceFile, options: ReadOptions) -> bool:
    """Whether only the times of a file have changed."""
    size = listing.stamps[0, 0]
    may_be = entry.digest and size >= 0 and entry.listing.names == listing.names and entry.listing.stamps[0, 0] == size
    return bool(may_be) and digest(os.fspath(file.location), listing.stamps[0], options.workers) == entry.digest


def _trusted(listing: Listing, tables: Tables) -> Listing:
    """The listing without the stamps of files that could not be read, which need not last."""
    stamps = listing.stamps.copy()
    stamps[tables.files["is_unreadable"]] = UNKNOWN
    return replace(listing, stamps=stamps)


def _beside(files: Sequence[SourceFile]) -> str:
    """A digest of what is read with files besides them; empty for nothing."""
    from hashlib import blake2b

    format = find_format(files[0].format)
    text = format.beside(files) if format else ""
    return text and blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _name(kind: str, key: SetKey | Sequence[SetKey] | str) -> str:
    from hashlib import blake2b

    return f"{kind}-{blake2b(msgspec.json.encode(key), digest_size=12).hexdigest()}"
