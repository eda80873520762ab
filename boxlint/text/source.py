"""A file's text: its encoding, its content as UTF-8, and the way back to the file's own bytes."""

from __future__ import annotations

import codecs
import mmap
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

HEAD_SIZE: Final = 64 * 1024
"""Bytes of a file that its format is told by."""

_MAPPED_FROM: Final = 1 << 20
_BLOCK: Final = 1 << 22
_READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDTHS: Final = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_UTF16_STARTS: Final = (
    (re.compile(rb"[\t-~]\0[\t-~]\0"), "utf-16-le"),
    (re.compile(rb"\0[\t-~]\0[\t-~]"), "utf-16-be"),
)
_DECLARATION: Final = re.compile(rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']""")

Buffer = bytes | mmap.mmap | memoryview


class SourceText(Struct, frozen=True):
    """A file's content as UTF-8 without byte-order mark.

    `data` is the file itself (its bytes, its memory map or a view past the mark) where the file is UTF-8.
    `mark` is the length of the byte-order mark in bytes. `encoding` is Python's name of the codec.
    `is_unusual`: a mark, UTF-16, or undeclared bytes that are not UTF-8.
    """

    data: Buffer
    encoding: str
    is_unusual: bool
    mark: int = 0


def read_source(path: Path | str, declared: str | None = None) -> SourceText:
    """The text of a file, decoded by byte-order mark, as UTF-8, as declared, as GB18030 or as Latin-1, in this order.

    `declared` is an encoding that the user or the format names; an XML declaration is found without it.
    Raises OSError where the file cannot be read.
    """
    return decode_source(read_content(path), declared)


def read_content(path: Path | str) -> bytes | mmap.mmap:
    """A file's bytes; its memory map where it is large. Raises OSError where it cannot be read."""
    # file objects cost more than reading a small file does
    descriptor = os.open(path, _READING)
    try:
        pieces = [os.read(descriptor, HEAD_SIZE)]
        if len(pieces[0]) == HEAD_SIZE and os.fstat(descriptor).st_size >= _MAPPED_FROM:
            return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        while pieces[-1]:
            pieces.append(os.read(descriptor, HEAD_SIZE))
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def read_head(path: Path | str) -> bytes:
    """The first 64 KiB of a regular file; empty where it cannot be read."""
    try:
        descriptor = os.open(path, _READING)
    except OSError:
        return b""
    try:
        return os.read(descriptor, HEAD_SIZE)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def decode_source(content: Buffer, declared: str | None = None) -> SourceText:
    """The text of a file's bytes; see `read_source`."""
    head = bytes(content[:1024])
    encoding, mark = _marked(head)
    if encoding == "utf-8-sig":
        content = memoryview(content)[mark:] if len(content) >= _MAPPED_FROM else bytes(content[mark:])
        if _is_utf8(content):
            return SourceText(content, encoding, True, mark)
    elif encoding:
        text = _wide_text(content, encoding, mark)
        if text is not None:
            return SourceText(text, encoding, True, mark)
        mark = 0
    elif _is_utf8(content):
        return SourceText(content, "utf-8", False)
    found = _DECLARATION.match(head[mark:].lstrip())
    named = declared or (found[1].decode() if found else "")
    for name in (named, "gb18030", "latin-1"):
        text = _transcoded(content, name) if name else None
        if text is not None:
            known = codecs.lookup(name).name if name is named else name
            return SourceText(text, known, mark > 0 or name is not named, mark)
    raise AssertionError("every byte is a Latin-1 character")


def decode_head(head: bytes) -> str:
    """The first bytes of a file as text, for telling its format: nothing is refused, odd bytes are replaced."""
    encoding, mark = _marked(head)
    return head[mark:].decode("utf-8" if encoding in (None, "utf-8-sig") else encoding, "replace")


def file_offsets(source: SourceText, offsets: Sequence[int]) -> list[int]:
    """Offsets into `source.data` as offsets into the file's own bytes; negative ones (unknown) stay as they are."""
    if source.encoding in ("utf-8", "utf-8-sig"):
        return [offset + source.mark if offset >= 0 else offset for offset in offsets]
    position, reached, found = source.mark, 0, {}
    for offset in sorted({offset for offset in offsets if offset >= 0}):
        # the codecs keep no state, so the length of a text is the sum of its pieces' lengths
        piece = bytes(source.data[reached:offset]).decode("utf-8", "replace")
        position += len(piece.encode(source.encoding, "replace"))
        reached = max(reached, min(offset, len(source.data)))
        found[offset] = position
    return [found.get(offset, offset) for offset in offsets]


def blocks(content: Buffer, start: int, stop: int) -> Iterator[bytes]:
    """The content from `start` to `stop`, block by block: of a mapped file never more than one counts as memory."""
    if isinstance(content, bytes) and (start, stop) == (0, len(content)):
        yield content
        return
    for place in range(start, stop, _BLOCK):
        block = bytes(content[place : min(place + _BLOCK, stop)])
        yield block
        if sys.platform != "win32" and isinstance(content, mmap.mmap):
            page = place - place % mmap.PAGESIZE
            content.madvise(mmap.MADV_DONTNEED, page, place + len(block) - page)


def _marked(head: bytes) -> tuple[str | None, int]:
    """The encoding that the first bytes show, and the length of the byte-order mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    if b"\0" in head[:4]:
        for start, encoding in _UTF16_STARTS:
            if start.match(head):
                return encoding, 0
    return None, 0


def _is_utf8(content: Buffer) -> bool:
    decoder = None
    has_wide = False
    for block in blocks(content, 0, len(content)):
        if decoder is None and block.isascii():
            continue
        decoder = decoder or codecs.getincrementaldecoder("utf-8")()
        try:
            has_wide = not decoder.decode(block).isascii() or has_wide
        except UnicodeDecodeError:
            return False
    # UTF-8 that was cut off inside a character is still UTF-8, but a lone last byte is no evidence of it
    return decoder is None or has_wide or not decoder.getstate()[0]


def _wide_text(content: Buffer, encoding: str, mark: int) -> bytes | None:
    width = _WIDTHS[encoding]
    end = mark + (len(content) - mark) // width * width
    try:
        text = bytes(content[mark:end]).decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return None
    # an unpaired surrogate becomes "?", which is as long in the file as the surrogate: offsets stay exact
    return text.encode("utf-8", "replace")


def _transcoded(content: Buffer, encoding: str) -> bytes | None:
    """The content as UTF-8, or None where it is not in this encoding or the way back would not be exact."""
    raw = bytes(content)
    try:
        # a declaration that can be read as ASCII is not UTF-16, whatever it says
        if codecs.lookup(encoding).name.startswith(("utf", "unicode", "raw-unicode")):
            return None
        text = raw.decode(encoding)
        return text.encode("utf-8") if text.encode(encoding) == raw else None
    except (LookupError, ValueError):
        return None
