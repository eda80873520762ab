"""Where records stand in their files: bytes, line and column, found in one pass over a file for many records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from boxlint.text.source import Buffer, SourceText, blocks, decode_source, file_offsets, read_content, read_source

Place = tuple[int | None, int | None, int | None, int | None]
"""Line, column (both from 1, the column in code points), start and end in the file's own bytes."""


def locate(path: Path, encoding: str, starts: Sequence[int], ends: Sequence[int]) -> list[Place]:
    """The places of records, by the offsets of their starts and ends in the file's text; −1 is unknown and gives None.

    `encoding` is the one that the file was read with. A file that can no longer be read has no places.
    """
    try:
        # that a file is UTF-8 takes as long to find out as to look through it
        source = SourceText(read_content(path), encoding, False) if encoding == "utf-8" else read_source(path)
    except OSError:
        return [(None, None, None, None)] * len(starts)
    if source.encoding != encoding:
        source = decode_source(path.read_bytes(), encoding)
    size = len(source.data)
    offsets = [min(int(offset), size) for offset in (*starts, *ends)]
    bytes_of = file_offsets(source, offsets)
    lines = _line_numbers(source.data, offsets[: len(starts)])
    places: list[Place] = []
    for row, (line, column) in enumerate(lines):
        start, end = bytes_of[row], bytes_of[len(starts) + row]
        places.append((line or None, column or None, start if start >= 0 else None, end if end >= 0 else None))
    return places


def place_in_words(data: Buffer, offset: int) -> str:
    """Where an offset is: "line 3, column 14" (from 1, columns in characters)."""
    before = bytes(data[:offset])
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return f"line {before.count(bytes([10])) + 1}, column {column}"


def _line_numbers(data: Buffer, offsets: Sequence[int]) -> list[tuple[int, int]]:
    """Line and column of each offset, both from 1; (0, 0) for a negative one."""
    found: dict[int, tuple[int, int]] = {}
    line, column, reached = 1, 1, 0
    for offset in sorted({offset for offset in offsets if offset >= 0}):
        for block in blocks(data, reached, offset):
            breaks = block.count(b"\n")
            if breaks:
                line, column = line + breaks, 1
            column += _code_points(block[block.rfind(b"\n") + 1 :] if breaks else block)
        reached = offset
        found[offset] = (line, column)
    return [found.get(offset, (0, 0)) for offset in offsets]


def _code_points(block: bytes) -> int:
    """How many characters start in a piece of UTF-8."""
    if block.isascii():
        return len(block)
    return len(block) - int(np.count_nonzero((np.frombuffer(block, np.uint8) & 0xC0) == 0x80))
