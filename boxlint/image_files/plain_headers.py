"""Sizes of images as most programs write them, told by their first bytes; Pillow takes ten times as long.

JPEG without EXIF, and PNG whose pixels follow the header. All else, and whatever Pillow could refuse, is left to it.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

HEAD_SIZE: Final = 4096
"""Bytes in which the header of a plain image ends."""
_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits by the type of color."""
_JFIF, _TABLES, _FRAMES, _SCAN = 0xE0, 0xDB, (0xC0, 0xC1, 0xC2), 0xDA
_SKIPPED: Final = (0xC4, 0xDD, 0xFE)
"""Huffman tables, the restart interval and comments."""
_TABLE: Final = 65
_COMPONENTS: Final = (1, 3, 4)

Size = tuple[int, int]
"""Width and height as stored, in pixels."""


def plain_size(head: bytes) -> Size | None:
    """The size of a plain image with these first bytes; None where Pillow has to be asked."""
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg_size(head)
    return _png_size(head) if head.startswith(_PNG) else None


def _png_size(head: bytes) -> Size | None:
    width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if len(head) < 41 or head[37:41] != b"IDAT" or crc32(head[12:29]) != int.from_bytes(head[29:33], "big"):
        return None
    is_known = head[24] in _DEPTHS.get(head[25], ()) and head[26:28] == b"\0\0" and head[28] < 2
    return (width, height) if is_known and width and height else None


def _jpeg_size(head: bytes) -> Size | None:
    size, place = None, 2
    while place + 4 <= len(head) and head[place] == 0xFF:
        marker, length = head[place + 1], int.from_bytes(head[place + 2 : place + 4], "big")
        segment = head[place + 4 : place + 2 + length]
        place += 2 + length
        if place > len(head) or length < 2:
            return None
        if marker == _SCAN:
            return size
        if marker in _FRAMES and size is None:
            size = _frame_size(segment)
            if size is None:
                return None
        elif not _may_be_skipped(marker, segment):
            return None
    return None


def _frame_size(segment: bytes) -> Size | None:
    """The size in the segment of a frame of 8 bits."""
    if len(segment) < 6 or segment[0] != 8 or segment[5] not in _COMPONENTS or len(segment) != 6 + 3 * segment[5]:
        return None
    height, width = int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big")
    return (width, height) if width and height else None


def _may_be_skipped(marker: int, segment: bytes) -> bool:
    """Whether a segment says nothing of the size, and nothing that a reader could stumble over."""
    if marker == _JFIF:
        return len(segment) >= 14 and segment.startswith(b"JFIF\0")
    if marker == _TABLES:
        return len(segment) % _TABLE == 0 and all(kind < 4 for kind in segment[::_TABLE])
    return marker in _SKIPPED
