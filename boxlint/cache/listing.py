"""The files of a folder by name and stamp, and which of them are as another listing had them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.cache.packing import PackedArray, PackedTexts, Packer, Unpacker
from boxlint.cache.stamps import FIELDS, agree


class Listing(Struct, frozen=True):
    """Files by name, one or more, each once, with their `stamps` (N, 4) int64; see `Stamps`.

    The `names` are one text with "/" between them, because a text is compared, written and read at once.
    """

    names: str
    stamps: Any

    def __len__(self) -> int:
        return len(self.stamps)

    def rows_of(self, files: Listing) -> Any:
        """The row here of each file of another listing that is unchanged, −1 of the others. Shape (M,), int64."""
        if files.names == self.names:
            return np.where(agree(self.stamps, files.stamps), np.arange(len(self)), -1)
        known = dict(zip(self.names.split("/"), range(len(self)), strict=True))
        rows = np.array([known.get(name, -1) for name in files.names.split("/")], np.int64)
        found = rows >= 0
        rows[found] = np.where(agree(self.stamps[rows[found]], files.stamps[found]), rows[found], -1)
        return rows


class PackedListing(Struct, array_like=True, frozen=True):
    """Where the parts of a listing are among the pieces of an entry."""

    names: PackedTexts
    stamps: PackedArray


def pack_listing(listing: Listing, packer: Packer) -> PackedListing:
    """Add a listing to the pieces of an entry."""
    return PackedListing(packer.texts([listing.names]), packer.array(listing.stamps.reshape(-1)))


def unpack_listing(packed: PackedListing, unpacker: Unpacker) -> Listing:
    """The listing of an entry. Raises ValueError or IndexError where it is none."""
    (names,) = unpacker.texts(packed.names)
    stamps = unpacker.array(packed.stamps).reshape(-1, FIELDS)
    if names.count("/") + 1 != len(stamps):
        raise ValueError(packed)
    return Listing(names, stamps)


def names_in(paths: Sequence[str]) -> str:
    """The names of files that all lie in one folder, by their paths with "/"."""
    start = paths[0].rfind("/") + 1
    return "/".join([path[start:] for path in paths])
