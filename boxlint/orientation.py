"""Pictures turned as their EXIF orientation says. Lengths are in pixels."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Numbers, namespace

_FIRST_TURNED: Final = 5
"""From this EXIF orientation on, width and height are exchanged."""


def loaded_width(header_width: Numbers, header_height: Numbers, orientation: Numbers) -> Numbers:
    """The width of the file as most loaders see it, turned as its EXIF orientation says. Shape (N,)."""
    return namespace(orientation).where(orientation >= _FIRST_TURNED, header_height, header_width)


def loaded_height(header_width: Numbers, header_height: Numbers, orientation: Numbers) -> Numbers:
    """The height of the file as most loaders see it, turned as its EXIF orientation says. Shape (N,)."""
    return namespace(orientation).where(orientation >= _FIRST_TURNED, header_width, header_height)
