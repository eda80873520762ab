"""Fixes as a patch that `git apply` takes; where lines are too long to be read, as a list that it passes over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from boxlint.edits import Edit, gathered
from boxlint.repair.outcome import FileRepair
from boxlint.reports import edit_list
from boxlint.reports.file_spans import FileSpans
from boxlint.reports.hunks import Hunk, LineChange, LongLineError, find_hunks, line_changes, lines_of
from boxlint.reports.values import printable

_PIECE: Final = 1 << 16
_WIDE: Final = ("utf-16", "utf-32")
_UNENDED: Final = b"\n\\ No newline at end of file\n"
_LETTERS: Final = dict(zip(b'\a\b\t\n\v\f\r"\\', b'abtnvfr"\\'))
"""Bytes that git writes as a backslash and this letter."""


def write(repair: FileRepair, *, is_deleted: bool = False) -> Iterator[bytes]:
    """The patch of one file, in pieces: three lines of context, the file's own bytes whatever their encoding.

    `is_deleted`: the whole file goes, whatever its edits. Reads the file as it was before them; raises OSError where
    it cannot be read. Memory is taken for the lines that the edits touch, not for the file.

    A file with a line of more than 1,000 bytes where it is edited, or in UTF-16 or UTF-32, gives a list of its edits.
    """
    with repair.open() as file:
        yield from gathered(_parts(FileSpans(file), repair, is_deleted), _PIECE)


def _parts(spans: FileSpans, repair: FileRepair, is_deleted: bool) -> Iterator[bytes]:
    edits = (Edit(0, spans.size, b""),) if is_deleted else repair.edits
    if repair.encoding.startswith(_WIDE):
        reason = f"it is {repair.encoding[:6].upper()}"
    else:
        try:
            hunks = find_hunks(spans, edits)
        except LongLineError:
            reason = "its lines are too long"
        else:
            if hunks:
                yield from _headers(repair.shown, is_deleted)
            yield from _patch(spans, hunks, line_changes(spans, edits))
            return
    if is_deleted:
        yield f"# {printable(repair.shown)} is deleted: no patch, because {reason}\n".encode("utf-8", "replace")
    else:
        yield from edit_list.write(spans, repair, reason)


def _headers(shown: str, is_deleted: bool) -> Iterator[bytes]:
    # without a line `diff --git`: with one, git takes the path from the top of its repository, and not from here
    yield b"--- %s\n" % _quoted(b"a/", shown)
    yield b"+++ %s\n" % (b"/dev/null" if is_deleted else _quoted(b"b/", shown))


def _quoted(side: bytes, shown: str) -> bytes:
    """A path as git writes it in a header."""
    name = side + os.fsencode(shown).lstrip(b"/")
    if all(32 <= code < 127 and code not in _LETTERS for code in name):
        # a tab, so that no word after a space is taken for a date
        return name + b"\t" if b" " in name else name
    return b'"%s"' % b"".join(map(_escaped, name))


def _escaped(code: int) -> bytes:
    if code in _LETTERS:
        return b"\\%c" % _LETTERS[code]
    return b"%c" % code if 32 <= code < 127 else b"\\%03o" % code


def _patch(spans: FileSpans, hunks: Sequence[Hunk], changes: Iterator[LineChange]) -> Iterator[bytes]:
    position, line, growth = 0, 1, 0
    for hunk in hunks:
        line += spans.count_lines(position, hunk.start)
        yield b"@@ -%s +%s @@\n" % (_range(line, hunk.old_lines), _range(line + growth, hunk.new_lines))
        position = hunk.start
        for change in islice(changes, hunk.changes):
            yield from _marked(b" ", lines_of(spans(position, change.start)))
            yield from _replaced(change)
            position = change.end
        yield from _marked(b" ", lines_of(spans(position, hunk.end)))
        position = hunk.end
        line += hunk.old_lines
        growth += hunk.new_lines - hunk.old_lines


def _range(line: int, count: int) -> bytes:
    """Lines as the head of a hunk has them: no lines come after the one before them."""
    if count == 1:
        return b"%d" % line
    return b"%d,%d" % (line if count else line - 1, count)


def _replaced(change: LineChange) -> Iterator[bytes]:
    if len(change.old) != len(change.new):
        yield from _marked(b"-", change.old)
        yield from _marked(b"+", change.new)
        return
    for old, new in zip(change.old, change.new, strict=True):
        if old == new:
            yield from _marked(b" ", [old])
        else:
            yield from _marked(b"-", [old])
            yield from _marked(b"+", [new])


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + (line if line.endswith(b"\n") else line + _UNENDED)
