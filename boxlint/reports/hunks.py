"""Edits of bytes as changed lines, and these as the hunks of a patch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from msgspec import Struct

from boxlint.edits import Edit
from boxlint.reports.file_spans import FileSpans

CONTEXT: Final = 3
"""Unchanged lines around changed ones."""
LONGEST: Final = 1000
"""Bytes of a line that can still be read as one."""


class LongLineError(Exception):
    """A line that would be shown is too long to be read."""


class LineChange(Struct, frozen=True):
    """Whole lines at the offset `start` that are replaced, with their line ends; the last of a file may have none."""

    start: int
    old: list[bytes]
    new: list[bytes]

    @property
    def end(self) -> int:
        """The offset behind the old lines."""
        return self.start + sum(map(len, self.old))


class Hunk(Struct):
    """Changes that are shown together: the offsets and counts of lines with their context, and how many changes."""

    start: int
    end: int
    old_lines: int
    new_lines: int
    changes: int


def find_hunks(spans: FileSpans, edits: Sequence[Edit]) -> list[Hunk]:
    """The hunks of a file's edits, in order. Raises `LongLineError` where a line in one is longer than `LONGEST`."""
    hunks: list[Hunk] = []
    for change in line_changes(spans, edits):
        begin, end = _before(spans, change.start), _after(spans, change.end)
        growth = len(change.new) - len(change.old)
        if hunks and begin <= hunks[-1].end:
            hunk = hunks[-1]
            added = spans(hunk.end, end).count(b"\n") + _is_unended(spans, hunk.end, end)
            hunk.end, hunk.changes = max(hunk.end, end), hunk.changes + 1
        else:
            hunk = Hunk(begin, end, 0, 0, 1)
            hunks.append(hunk)
            added = spans(begin, end).count(b"\n") + _is_unended(spans, begin, end)
        hunk.old_lines += added
        hunk.new_lines += added + growth
    return hunks


def line_changes(spans: FileSpans, edits: Sequence[Edit]) -> Iterator[LineChange]:
    """What edits, in order, do to lines: lines that end up the same are left out. Raises `LongLineError`."""
    begin = end = 0
    shared: list[Edit] = []
    for edit in edits:
        # at the end of a file, what is added may continue its last line
        if shared and (edit.start < end or end == spans.size):
            end = max(end, _line_end(spans, edit.end))
        else:
            yield from _changed(spans, begin, end, shared)
            begin, end, shared = _line_start(spans, edit.start), _line_end(spans, edit.end), []
        shared.append(edit)
    yield from _changed(spans, begin, end, shared)


def _changed(spans: FileSpans, begin: int, end: int, edits: Sequence[Edit]) -> Iterator[LineChange]:
    """The lines in [begin, end) that the edits change, without those at either end that they do not."""
    text = spans(begin, end)
    parts, position = [], begin
    for edit in edits:
        parts += [text[position - begin : edit.start - begin], edit.replacement]
        position = edit.end
    old, new = lines_of(text), lines_of(b"".join([*parts, text[position - begin :]]))
    if any(len(line) > LONGEST for line in old):
        raise LongLineError
    shorter = min(len(old), len(new))
    first = 0
    while first < shorter and old[first] == new[first]:
        first += 1
    last = 0
    while last < shorter - first and old[-1 - last] == new[-1 - last]:
        last += 1
    if first + last < max(len(old), len(new)):
        start = begin + sum(map(len, old[:first]))
        yield LineChange(start, old[first : len(old) - last], new[first : len(new) - last])


def lines_of(text: bytes) -> list[bytes]:
    """The lines of a text as git has them: each ends with a line feed, but perhaps the last."""
    return BytesIO(text).readlines()


def _line_start(spans: FileSpans, place: int) -> int:
    """Where the line begins in which an offset lies."""
    before = spans(place - LONGEST, place)
    found = before.rfind(b"\n")
    if found < 0 and len(before) < place:
        raise LongLineError
    return place - len(before) + found + 1


def _line_end(spans: FileSpans, place: int) -> int:
    """Where the line ends in which an offset lies: behind its line feed."""
    after = spans(place, place + LONGEST)
    found = after.find(b"\n")
    if found < 0 and place + len(after) < spans.size:
        raise LongLineError
    return place + (found + 1 if found >= 0 else len(after))


def _before(spans: FileSpans, place: int) -> int:
    """Where the lines of context begin before a line that begins at an offset."""
    for _ in range(CONTEXT):
        place = _line_start(spans, place - 1) if place else 0
    return place


def _after(spans: FileSpans, place: int) -> int:
    """Where the lines of context end after a line that ends at an offset."""
    for _ in range(CONTEXT):
        place = _line_end(spans, place)
    return place


def _is_unended(spans: FileSpans, begin: int, end: int) -> bool:
    """Whether [begin, end) ends with a line that has no line feed: the last one of a file."""
    return begin < end and spans(end - 1, end) != b"\n"
