"""Headers of image files, read without decoding a pixel."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Final

from msgspec import Struct

from boxlint.image_files.places import SUFFIXES
from boxlint.image_files.plain_headers import HEAD_SIZE, plain_size
from boxlint.path_names import shown

_READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_ORIENTATION: Final = 0x0112
"""The tag of EXIF that says how a picture is to be turned."""
_ORIENTATIONS: Final = range(1, 9)
_TURNED_BY_LOADERS: Final = ("JPEG", "MPO")
"""Kinds whose EXIF orientation loaders follow; that of other kinds few or all libraries do."""


class Header(Struct, frozen=True):
    """What a file says: its size as stored in pixels, and its EXIF orientation; None is unknown.

    `problem` is why the header cannot be read.
    """

    width: int | None = None
    height: int | None = None
    orientation: int | None = None
    problem: str = ""


UNKNOWN: Final = Header()


@contextmanager
def without_limits() -> Iterator[None]:
    """Pillow without its limit of pixels, which is for those who decode: aerial images are larger; and silent."""
    from PIL import Image

    limit = Image.MAX_IMAGE_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


def read_header(path: str) -> Header:
    """The header of a file; unknown where its name is not one of an image, as that of a volume is not."""
    if os.path.splitext(path)[1].lower() not in SUFFIXES:
        return UNKNOWN
    try:
        return _read(path)
    except Exception as error:  # noqa: BLE001  a parser of broken files raises whatever it stumbles over
        return Header(problem=f"{shown(Path(path))}: {_words(path, error)}")


def _read(path: str) -> Header:
    # a pipe would wait for ever
    if not S_ISREG(os.stat(path).st_mode):
        raise ValueError("it is no regular file")
    size = plain_size(_first_bytes(path))
    if size is not None:
        return Header(*size)
    from PIL import Image

    with Image.open(path) as image:
        exif = image.info.get("exif") if image.format in _TURNED_BY_LOADERS else None
        return Header(image.width, image.height, _orientation(exif) if exif else None)


def _first_bytes(path: str) -> bytes:
    # a file object would take longer to be made than the bytes to be read
    file = os.open(path, _READING)
    try:
        return os.read(file, HEAD_SIZE)
    finally:
        os.close(file)


def _orientation(exif: bytes) -> int | None:
    """The orientation in EXIF data, None where there is none, or where the data is broken."""
    from PIL import Image

    found = Image.Exif()
    try:
        found.load(exif)
        orientation = found.get(_ORIENTATION)
    except Exception:  # noqa: BLE001  as above; loaders then take the image as it is stored
        return None
    return orientation if orientation in _ORIENTATIONS else None


def _words(path: str, error: Exception) -> str:
    """Why a file cannot be read as an image, in words."""
    from PIL import UnidentifiedImageError

    if isinstance(error, UnidentifiedImageError):
        return "the content is no image of a known kind" if os.path.getsize(path) else "the file is empty"
    if isinstance(error, OSError) and error.strerror:
        return f"the file cannot be read: {error.strerror}"
    return f"the header cannot be read: {error}"
