"""The lines of many YOLO files at once, by arrays over their joined text.

A plain line has as many fields as it should, all of them numbers, with white space of ASCII between them; the first is
whole. All plain lines are read together; the others are handed back, each to be read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.yolo.layout import Layout
from boxlint.formats.yolo.objects import add_objects
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN
from boxlint.text.number_lists import read_numbers

_LINE_FEED, _RETURN, _BLANK = b"\n\r "
_LARGEST: Final = 2.0**53
"""What a float64 holds of whole numbers."""
_ODD, _IN_NUMBERS, _BETWEEN = range(3)
_KINDS: Final = np.zeros(256, np.uint8)
_KINDS[np.frombuffer(b"0123456789.-+eE", np.uint8)] = _IN_NUMBERS
_KINDS[np.frombuffer(b" \t\r\n", np.uint8)] = _BETWEEN

OddLine = tuple[int, int, int, int, bytes]
"""A line that is no plain one: its file, its number from 1, its place among the objects, its offset, and itself."""


class _Lines(Struct, frozen=True):
    """The lines of a joined text: each has a `file` (its place among those joined), a `start` and an `end` (L,) int64.

    `counts` (L,) of the `numbers` (V,) float64 are theirs, none of a line that has anything else. `are_plain` (L,).
    """

    file: Any
    start: Any
    end: Any
    counts: Any
    numbers: Any
    are_plain: Any


def read_lines(group: Sequence[tuple[int, bytes]], rows: Rows, layout: Layout) -> Iterator[OddLine]:
    """Adds the rows of the plain lines of files, and gives the other lines that are objects, in order.

    Files are given by their row in the file table. Their lines end with LF or CRLF.
    """
    text = b"".join([content if content[-1:] == b"\n" else content + b"\n" for _, content in group if content])
    if not text:
        return
    files = np.array([file for file, content in group if content], np.int64)
    sizes = np.array([len(content) + (content[-1:] != b"\n") for _, content in group if content], np.int64)
    starts = np.cumsum(sizes) - sizes
    lines = _read(text, starts, layout)
    others = np.flatnonzero(~lines.are_plain)
    places = zip(others.tolist(), lines.start[others].tolist(), lines.end[others].tolist(), strict=True)
    odd = [line for line, start, end in places if text[start:end].strip()]
    is_object = lines.are_plain.copy()
    is_object[odd] = True
    before = np.concatenate(([0], np.cumsum(is_object)))
    first_line = np.searchsorted(lines.file, np.arange(len(files)))
    index = before[:-1] - before[first_line][lines.file]
    _add_plain(lines, index, files, starts, rows, layout)
    for line in odd:
        file, start = lines.file[line], lines.start[line]
        number, offset = int(line - first_line[file] + 1), int(start - starts[file])
        yield int(files[file]), number, int(index[line]), offset, text[start : lines.end[line]]


def _read(text: bytes, file_starts: Any, layout: Layout) -> _Lines:
    symbols = np.frombuffer(text, np.uint8)
    line_feeds = np.flatnonzero(symbols == _LINE_FEED)
    starts = np.concatenate(([0], line_feeds[:-1] + 1))
    ends = line_feeds - ((symbols[line_feeds - 1] == _RETURN) & (line_feeds > starts))
    kinds = _KINDS[symbols]
    odd = np.unique(np.searchsorted(line_feeds, np.flatnonzero(kinds == _ODD)))
    if len(odd):
        kept = symbols.copy()
        for line in odd.tolist():
            kept[starts[line] : line_feeds[line]] = _BLANK
        kinds, text = _KINDS[kept], kept.tobytes()
    in_field = kinds == _IN_NUMBERS
    fields = np.flatnonzero(in_field & ~np.concatenate(([False], in_field[:-1])))
    line_of = np.searchsorted(line_feeds, fields)
    counts = np.bincount(line_of, minlength=len(line_feeds))
    numbers, are_numbers = (
        read_numbers(b",".join(text.split()), b",") if len(fields) else (np.empty(0), np.empty(0, np.bool_))
    )
    first = np.minimum(np.cumsum(counts) - counts, max(len(numbers) - 1, 0))
    are_plain = (counts > 0) & layout.fits(counts - 1)
    if len(numbers):
        classes = numbers[first]
        are_plain &= (np.abs(classes) < _LARGEST) & (classes == np.floor(classes))
    are_plain[line_of[~are_numbers]] = False
    file = np.searchsorted(file_starts, starts, "right") - 1
    return _Lines(file, starts, ends, counts, numbers, are_plain)


def _add_plain(lines: _Lines, index: Any, files: Any, starts: Any, rows: Rows, layout: Layout) -> None:
    plain = np.flatnonzero(lines.are_plain)
    if not len(plain):
        return
    is_class = np.zeros(len(lines.numbers), np.bool_)
    first = (np.cumsum(lines.counts) - lines.counts)[plain]
    is_class[first] = True
    classes, places = np.unique(lines.numbers[first], return_inverse=True)
    codes = np.array([rows.category(str(int(number))) for number in classes.tolist()])
    file = lines.file[plain]
    columns = (
        files[file],
        files[file],
        codes[places],
        index[plain],
        lines.start[plain] - starts[file],
        lines.end[plain] - starts[file],
        np.full(len(plain), NAN),
        np.full(len(plain), NAN if layout.count is None else layout.count),
    )
    numbers = lines.numbers[np.repeat(lines.are_plain, lines.counts) & ~is_class]
    add_objects(rows, layout, np.column_stack(columns), lines.counts[plain] - 1, numbers)
