"""A file of arrays: a header in JSON that says what they are, and their bytes; nothing in it is ever run.

What is cut off, written over or only half written is no container: it must be exactly as it was packed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from io import FileIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

_MAGIC: Final = b"boxlint cache 1\n"
_DIGEST: Final = 16
_START: Final = len(_MAGIC) + _DIGEST + 8
"""Bytes before the header: the magic, the header's digest, and its length."""
_ALIGNMENT: Final = 64
_LARGEST_HEADER: Final = 1 << 28
_DTYPE: Final = re.compile("[<>|](b1|[iu][1248]|f[48])")
_READING: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link leads to what is not ours, and a pipe would keep us waiting."""
_BLOCK: Final = 512
"""Words of 8 bytes that are summed before they are hashed: sums run at the speed of memory, a hash at a tenth of it."""


class _Piece(Struct, array_like=True):
    dtype: str
    count: int
    start: int
    digest: str


class _Header(Struct, array_like=True):
    about: str
    size: int
    pieces: list[_Piece]


class Container(Struct, frozen=True):
    """What a file held: `about`, a text of whoever wrote it, and its arrays, each 1-D."""

    about: str
    arrays: list[Any]


def pack(about: str, arrays: Sequence[Any]) -> Iterator[Any]:
    """The bytes of a container, buffer after buffer, for arrays that are 1-D and contiguous."""
    pieces, place = [], 0
    for array in arrays:
        pieces.append(_Piece(array.dtype.str, len(array), place, _checksum(array.view(np.uint8))))
        place += _padded(array.nbytes)
    header = msgspec.json.encode(_Header(about, place, pieces))
    yield b"".join((_MAGIC, blake2b(header, digest_size=_DIGEST).digest(), len(header).to_bytes(8, "little"), header))
    yield bytes(_padded(_START + len(header)) - _START - len(header))
    for array in arrays:
        yield array.view(np.uint8)
        yield bytes(_padded(array.nbytes) - array.nbytes)


def unpack(path: Path) -> Container | None:
    """The container of a file, None where it is none or not whole. Raises OSError where it cannot be read."""
    with open(os.open(path, _READING), "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        # a pipe or a device would be read for ever
        if not S_ISREG(found.st_mode):
            return None
        start = file.read(_START)
        length = int.from_bytes(start[-8:], "little")
        if start[: len(_MAGIC)] != _MAGIC or _START + length > min(found.st_size, _LARGEST_HEADER):
            return None
        header = _header(file.read(length), start[len(_MAGIC) : -8])
        place = _padded(_START + length)
        if header is None or place + header.size != found.st_size:
            return None
        body = _body(file, place)
    arrays = [_array(body, piece) for piece in header.pieces]
    return None if any(array is None for array in arrays) else Container(header.about, arrays)


def _body(file: FileIO, place: int) -> Any:
    """The bytes of a file from a place on: its memory map, because memory of our own would take longer to get."""
    if os.name == "nt":
        # what is mapped cannot be replaced there
        file.seek(place)
        return np.fromfile(file, np.uint8)
    return np.frombuffer(mmap(file.fileno(), 0, access=ACCESS_READ), np.uint8)[place:]


def _header(text: bytes, digest: bytes) -> _Header | None:
    if blake2b(text, digest_size=_DIGEST).digest() != digest:
        return None
    try:
        return msgspec.json.decode(text, type=_Header)
    except msgspec.MsgspecError:
        return None


def plain_dtype(text: str) -> Any:
    """The type of plain numbers that a text names as numpy does, None for any other text: one may name anything."""
    return np.dtype(text) if _DTYPE.fullmatch(text) else None


def _array(body: Any, piece: _Piece) -> Any:
    """The array of a piece, a view of the body; None where it is not what was written."""
    dtype = plain_dtype(piece.dtype)
    if dtype is None or piece.count < 0 or piece.start < 0:
        return None
    content = body[piece.start : piece.start + piece.count * dtype.itemsize]
    if len(content) != piece.count * dtype.itemsize or _checksum(content) != piece.digest:
        return None
    return content.view(dtype)


def _checksum(content: Any) -> str:
    """A digest of bytes (N,) that a page of zeros, a page of another place or a flipped bit changes."""
    whole = len(content) // (8 * _BLOCK) * (8 * _BLOCK)
    sums = content[:whole].view(np.uint64).reshape(-1, _BLOCK).sum(axis=1, dtype=np.uint64)
    return blake2b(sums.tobytes() + content[whole:].tobytes(), digest_size=8).hexdigest()


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
