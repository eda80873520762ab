"""The lines of many DOTA files at once, by arrays over their joined text.

A plain line is eight numbers, a name that starts with a letter and a digit, parted by single spaces. All plain lines
are read together; the others are handed back, each to be read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.dota.fields import EXPECTED, is_header_line
from boxlint.rows.gathered import Rows
from boxlint.text.number_lists import read_numbers

_BLANK, _LINE_FEED, _RETURN, _ZERO = b" \n\r0"
_FIELDS: Final = EXPECTED + 2

OddLine = tuple[int, int, int, int, bytes]
"""A line that is no plain one: its file, its number from 1, its place among the objects, its offset, and itself."""


class _Lines(Struct, frozen=True):
    """The lines of a joined text: each has a `file` (its place among those joined), a `start` and an `end` (L,) int64.

    `plain` (P,) are the rows of those that have ten fields and may be plain, `fields` (P, 10) int64 their fields' ends.
    """

    file: Any
    start: Any
    end: Any
    plain: Any
    fields: Any


def read_lines(group: Sequence[tuple[int, bytes]], rows: Rows) -> Iterator[OddLine]:
    """Adds the rows of the plain lines of files, and gives the other lines that are objects, in order.

    Files are given by their row in the file table. Their lines end with LF or CRLF. Header lines are counted.
    """
    text = b"".join([content if content[-1:] == b"\n" else content + b"\n" for _, content in group])
    if not text:
        return
    files = np.array([file for file, _ in group], np.int64)
    sizes = np.array([len(content) + (content[-1:] != b"\n") for _, content in group], np.int64)
    starts = np.cumsum(sizes) - sizes
    symbols = np.frombuffer(text, np.uint8)
    lines = _split(symbols, starts)
    lines, numbers = _without_other_lines(text, symbols, lines)
    is_object = np.zeros(len(lines.file), np.bool_)
    is_object[lines.plain] = True
    odd = _odd_objects(text, lines, is_object, files, rows)
    first_line = np.searchsorted(lines.file, np.arange(len(group)))
    before = np.concatenate(([0], np.cumsum(is_object)))
    index = before[:-1] - before[first_line][lines.file]
    _add_plain(text, symbols, lines, numbers, index, files, starts, rows)
    for line in odd:
        file, start = lines.file[line], lines.start[line]
        number, offset = int(line - first_line[file] + 1), int(start - starts[file])
        yield int(files[file]), number, int(index[line]), offset, text[start : lines.end[line]]


def _split(symbols: Any, file_starts: Any) -> _Lines:
    blanks = np.flatnonzero(symbols <= _BLANK)
    kinds = symbols[blanks]
    if (kinds == _RETURN).any():
        blanks = blanks[kinds != _RETURN]
        kinds = symbols[blanks]
    ends_at = np.flatnonzero(kinds == _LINE_FEED)
    line_feeds = blanks[ends_at]
    starts = np.concatenate(([0], line_feeds[:-1] + 1))
    ends = line_feeds - ((symbols[line_feeds - 1] == _RETURN) & (line_feeds > starts))
    file = np.searchsorted(file_starts, starts, "right") - 1
    plain = np.flatnonzero(np.diff(ends_at, prepend=-1) == _FIELDS)
    fields = blanks[(ends_at[plain] - _FIELDS + 1)[:, None] + np.arange(_FIELDS)]
    are_blanks = (symbols[fields[:, :-1]] == _BLANK).all(1)
    fields[:, -1] = ends[plain]
    # the difficulty has one digit, and the other fields are not empty
    lengths = np.diff(fields, axis=1, prepend=starts[plain, None] - 1) - 1
    digit = symbols[fields[:, -1] - 1] - np.uint8(_ZERO)
    letter = (symbols[fields[:, EXPECTED - 1] + 1] | 0x20) - np.uint8(ord("a"))
    is_plain = are_blanks & (lengths > 0).all(1) & (lengths[:, -1] == 1) & (digit < 10) & (letter < 26)
    return _Lines(file, starts, ends, plain[is_plain], fields[is_plain])


def _without_other_lines(text: bytes, symbols: Any, lines: _Lines) -> tuple[_Lines, Any]:
    """The lines, those left out of the plain ones whose coordinates are no numbers; and the numbers (P, 8) of these."""
    if not len(lines.plain):
        return lines, np.empty((0, EXPECTED))
    written = symbols[_within(len(text), lines.start[lines.plain], lines.fields[:, EXPECTED - 1] + 1)]
    values, are_numbers = read_numbers(written.tobytes()[:-1], b" ")
    is_plain = are_numbers.reshape(-1, EXPECTED).all(1)
    kept = _Lines(lines.file, lines.start, lines.end, lines.plain[is_plain], lines.fields[is_plain])
    return kept, values.reshape(-1, EXPECTED)[is_plain]


def _within(length: int, starts: Any, ends: Any) -> Any:
    """Which of so many places are in any of some spans that do not touch. Shape (length,), bool."""
    steps = np.zeros(length + 1, np.int8)
    steps[starts] = 1
    steps[ends] = -1
    return np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)


def _odd_objects(text: bytes, lines: _Lines, is_object: Any, files: Any, rows: Rows) -> list[int]:
    """The lines that are neither plain nor blank nor headers; they are marked as objects, and headers are counted."""
    odd = []
    first_object = np.full(len(files), len(is_object))
    first_object[lines.file[lines.plain][::-1]] = lines.plain[::-1]
    others = np.flatnonzero(~is_object)
    spans = (column[others].tolist() for column in (lines.file, lines.start, lines.end))
    for line, file, start, end in zip(others.tolist(), *spans):
        written = text[start:end]
        if not written.strip():
            continue
        if line < first_object[file] and is_header_line(written):
            rows.files[files[file]].header_lines += 1
            continue
        first_object[file] = min(first_object[file], line)
        odd.append(line)
    is_object[odd] = True
    return odd


def _add_plain(
    text: bytes, symbols: Any, lines: _Lines, numbers: Any, index: Any, files: Any, starts: Any, rows: Rows
) -> None:
    plain, fields = lines.plain, lines.fields
    if not len(plain):
        return
    spans = _within(len(text), fields[:, EXPECTED - 1] + 1, fields[:, EXPECTED] + 1)
    names = symbols[spans].tobytes().split(b" ")[:-1]
    codes = {name: rows.category(name.decode("utf-8", "replace")) for name in dict.fromkeys(names)}
    file = lines.file[plain]
    columns = (
        files[file],
        files[file],
        np.fromiter(map(codes.__getitem__, names), np.int64, len(names)),
        index[plain],
        lines.start[plain] - starts[file],
        lines.end[plain] - starts[file],
        symbols[fields[:, -1] - 1] - np.uint8(_ZERO),
        np.full(len(plain), EXPECTED),
    )
    first = rows.add_annotations(np.column_stack(columns))
    rows.add_shapes("quads", np.arange(first, first + len(plain)), numbers)
