"""Records of CSV text: where each starts and ends, and its fields; what is quoted may hold separators and line ends.

A quotation mark counts where a field begins with it and one ends the field; any other is text, so that a stray one
costs its own record and not the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.text import Buffer

SEPARATORS: Final = (b",", b";", b"\t")
_BLOCK: Final = 1 << 22
_LONGEST_QUOTED: Final = 1 << 16
"""Characters of a quoted field: what an open quotation mark costs to look for its end."""
_LINE_FEED, _RETURN, _QUOTE = b'\n\r"'
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")


class Field(Struct, frozen=True):
    """A field of a record: its text, and the span of what is written for it in the record, within the quotes if any."""

    text: str
    start: int
    end: int
    is_quoted: bool


class Block(Struct, frozen=True):
    """Some whole records of a text: `text` holds them and begins at `offset` of all.

    By record (R,) int64: `starts` and `ends` in `text`, and `lines`, the number of its first line from 1.
    """

    text: bytes
    offset: int
    starts: Any
    ends: Any
    lines: Any

    def record(self, row: int) -> bytes:
        """The text of a record without its line end."""
        return self.text[int(self.starts[row]) : int(self.ends[row])]


def split_record(record: bytes, separator: bytes) -> list[Field]:
    """The fields of a record."""
    fields = []
    position = 0
    while True:
        found = _field(separator).match(record, position)
        assert found is not None, "a field may be empty"
        is_quoted = found[1] is not None
        start, end = found.span(1 if is_quoted else 2)
        text = record[start:end].decode("utf-8", "replace")
        fields.append(Field(text.replace('""', '"') if is_quoted else text, start, end, is_quoted))
        position = found.end()
        if record[position : position + 1] != separator:
            return fields
        position += 1


def blocks(data: Buffer, separator: bytes) -> Iterator[Block]:
    """All records of a text but the blank ones, some megabytes at a time."""
    position, line = 0, 1
    while position < len(data):
        block, line = _next_block(data, position, line, separator)
        position = block.offset + len(block.text)
        yield _without_blanks(block)


@cache
def _field(separator: bytes) -> re.Pattern[bytes]:
    own = re.escape(separator)
    quoted = rb'"((?:[^"]|""){0,%d}+)"(?=%s|\r|\n|\Z)' % (_LONGEST_QUOTED, own)
    return re.compile(rb"%s|([^%s\r\n]*)" % (quoted, own))


def _next_block(data: Buffer, position: int, line: int, separator: bytes) -> tuple[Block, int]:
    """The records from a place on, where a line of this number begins, and the number of the line after them."""
    stop = min(position + _BLOCK, len(data))
    text = bytes(data[position:stop])
    while stop < len(data) and b"\n" not in text:
        stop = min(stop + len(text), len(data))
        text = bytes(data[position:stop])
    if stop < len(data):
        text = text[: text.rfind(b"\n") + 1]
    symbols = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(symbols == _LINE_FEED)
    if text.count(b"\r") != text.count(b"\r\n") or _has_long_records(symbols, ends):
        return _careful_block(data, position, position + len(text), line, separator)
    starts = np.concatenate(([0], ends + 1))
    if starts[-1] == len(text):
        starts = starts[:-1]
    else:
        ends = np.append(ends, len(text))
    ends -= (symbols[ends - 1] == _RETURN) & (ends > starts)
    lines = np.arange(line, line + len(starts))
    return Block(text, position, starts, ends, lines), line + len(starts)


def _has_long_records(symbols: Any, line_feeds: Any) -> bool:
    """Whether a line may go on in the next: it has an odd number of quotation marks."""
    quotes = np.flatnonzero(symbols == _QUOTE)
    counts = np.searchsorted(quotes, np.append(line_feeds, len(symbols)))
    return bool((counts % 2).any())


def _careful_block(data: Buffer, position: int, stop: int, line: int, separator: bytes) -> tuple[Block, int]:
    """The same, record by record."""
    offset, starts, ends, lines = position, [], [], []
    while position < stop:
        starts.append(position - offset)
        lines.append(line)
        position = record_end(data, position, separator)
        ends.append(position - offset)
        line += len(_LINE_END.findall(bytes(data[offset + starts[-1] : position])))
        found = _LINE_END.match(data, position)
        position = found.end() if found else position
        line += 1
    block = Block(bytes(data[offset:position]), offset, *(np.array(part, np.int64) for part in (starts, ends, lines)))
    return block, line


def record_end(data: Buffer, position: int, separator: bytes) -> int:
    """Where the record that begins at a place ends, without its line end."""
    while True:
        found = _field(separator).match(data, position)
        assert found is not None, "a field may be empty"
        position = found.end()
        if bytes(data[position : position + 1]) != separator:
            return position
        position += 1


def _without_blanks(block: Block) -> Block:
    """The block without the lines that are empty or white space."""
    short = np.flatnonzero(block.ends - block.starts < 16)
    is_blank = np.zeros(len(block.starts), np.bool_)
    is_blank[short] = [not block.record(row).strip() for row in short.tolist()]
    kept = ~is_blank
    return Block(block.text, block.offset, block.starts[kept], block.ends[kept], block.lines[kept])
