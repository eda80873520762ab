"""What the cache keeps of one folder: what the first bytes of each file told of its format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.cache.container import Container, pack
from boxlint.cache.entry import FAULTS
from boxlint.cache.listing import Listing, PackedListing, pack_listing, unpack_listing
from boxlint.cache.origin import origin
from boxlint.cache.packing import PackedArray, Packer, Unpacker


class Told(Struct, frozen=True):
    """The files of a folder, and `codes` (N,) int64 into `kinds`, see `folder_formats.tell`; −1 for no annotations."""

    folder: str
    listing: Listing
    codes: Any
    kinds: tuple[str, ...]

    def of(self, rows: Any) -> list[str | None]:
        """The kinds of some rows."""
        kinds = (*self.kinds, None)
        return [kinds[code] for code in self.codes[rows].tolist()]


class _About(Struct, array_like=True):
    origin: str
    folder: str
    listing: PackedListing
    codes: PackedArray
    kinds: tuple[str, ...]


def make_told(folder: str, listing: Listing, kinds: Sequence[str | None]) -> Told:
    """What is kept of a folder; `kinds` of the files of its listing."""
    known = tuple(dict.fromkeys(kind for kind in kinds if kind is not None))
    codes: dict[str | None, int] = {kind: code for code, kind in enumerate(known)}
    codes[None] = -1
    return Told(folder, listing, np.array([codes[kind] for kind in kinds], np.int64), known)


def pack_told(told: Told) -> Any:
    """The bytes of an entry, buffer after buffer."""
    packer = Packer()
    about = _About(origin(), told.folder, pack_listing(told.listing, packer), packer.array(told.codes), told.kinds)
    return pack(msgspec.json.encode(about).decode(), packer.pieces)


def unpack_told(container: Container, folder: str) -> Told | None:
    """What an entry says of a folder; None where it is of something else, or of other readers."""
    unpacker = Unpacker(container.arrays)
    try:
        about = msgspec.json.decode(container.about, type=_About)
        if about.folder != folder or about.origin != origin():
            return None
        told = Told(folder, unpack_listing(about.listing, unpacker), unpacker.array(about.codes), about.kinds)
    except FAULTS:
        return None
    if told.codes.dtype != np.int64:
        return None
    fits = len(told.codes) == len(told.listing) and set(told.codes.tolist()) <= set(range(-1, len(told.kinds)))
    return told if fits else None
