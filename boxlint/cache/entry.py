"""What the cache keeps of one file set: its tables, and what they were read from."""

from __future__ import annotations

import os
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from boxlint.cache.container import Container, pack
from boxlint.cache.listing import Listing, PackedListing, pack_listing, unpack_listing
from boxlint.cache.origin import origin
from boxlint.cache.packing import PackedTables, Packer, Unpacker
from boxlint.tables import Tables

FAULTS: Final = (ValueError, IndexError, KeyError, TypeError, ArithmeticError, MemoryError, msgspec.MsgspecError)
"""What reading an entry may raise that is whole, and yet not what was expected."""


class SetKey(Struct, array_like=True, frozen=True):
    """What the tables of a file set depend on besides its files and `wanted`; `place` is its folder or file.

    `place` is relative to the folder that the cache lies in, `shown` is as the tables name it. `beside` is a digest of
    what is read with the files, such as a list of classes.
    """

    format: str
    place: str
    shown: str
    classes: tuple[str, ...] | None
    known_fields: tuple[str, ...]
    coordinates: int | None
    box_mode: str = "auto"
    box_space: str = "auto"
    beside: str = ""


class Reading(Struct, frozen=True):
    """Tables, and a name that no other tables have, under which more is remembered; empty where nothing may be."""

    tables: Tables
    name: str = field(default_factory=lambda: os.urandom(16).hex())

    def of_files(self, rows: Any) -> Reading:
        """That of some of the files, or of all in another order, by their rows (M,) int64; see `arrange`."""
        from hashlib import blake2b

        from boxlint.arranging import arrange

        name = blake2b(self.name.encode() + rows.tobytes(), digest_size=16).hexdigest()
        return Reading(arrange(self.tables, rows), name)


class Entry(Struct, frozen=True):
    """What was read of the files of a listing, with at least the columns `wanted`.

    `digest` is that of the content where the set is one file, else empty.
    """

    key: SetKey
    listing: Listing
    wanted: frozenset[str]
    digest: str
    reading: Reading


class _About(Struct, array_like=True):
    origin: str
    key: SetKey
    listing: PackedListing
    wanted: frozenset[str]
    digest: str
    name: str
    tables: PackedTables


def pack_entry(entry: Entry) -> Any:
    """The bytes of an entry, buffer after buffer."""
    packer = Packer()
    listing, tables = pack_listing(entry.listing, packer), packer.tables(entry.reading.tables)
    about = _About(origin(), entry.key, listing, entry.wanted, entry.digest, entry.reading.name, tables)
    return pack(msgspec.json.encode(about).decode(), packer.pieces)


def unpack_entry(container: Container, key: SetKey) -> Entry | None:
    """The entry in a container; None where it is of something else, or of other readers."""
    unpacker = Unpacker(container.arrays)
    try:
        about = msgspec.json.decode(container.about, type=_About)
        if about.key != key or about.origin != origin():
            return None
        listing = unpack_listing(about.listing, unpacker)
        tables = unpacker.tables(about.tables)
    except FAULTS:
        return None
    if len(tables.files) != len(listing):
        return None
    return Entry(key, listing, about.wanted, about.digest, Reading(tables, about.name))
