"""The images of a WIDER FACE file, each with its lines; where their numbers are not what they declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from boxlint.text.lines import split_lines
from boxlint.text.quoting import quote
from boxlint.text.source import Buffer

_IMAGE: Final = re.compile(rb".*[/\\].*|.*\.(?:jpe?g|png|bmp|gif|tiff?|webp|p[gp]m)|[^\s\d.+-]\S*", re.IGNORECASE)
_COUNT: Final = re.compile(rb"\d{1,9}")
_NO_FACE: Final = re.compile(rb"0(?:\s+0)*")

Line = tuple[int, int, bytes]
"""The number of a line from 1, its offset in the file, and itself."""


class Entry(Struct):
    """One image: the span of its path and the number below, that number, and the lines of its faces.

    The line of zeros that stands for no face belongs to the span.
    """

    name: str
    start: int
    end: int
    declared: int
    faces: list[Line] = field(default_factory=list)


class Fault(Struct, frozen=True):
    """The first place at which a file is not what its numbers say, as an offset, and what is wrong there."""

    start: int
    problem: str


def read_entries(data: Buffer) -> tuple[list[Entry], Fault | None]:
    """The images of a file in order, with every line that may be a face, and the first fault."""
    lines = _Lines(split_lines(data))
    entries: list[Entry] = []
    faults: list[Fault] = []
    while lines.head is not None:
        line = lines.take()
        if not is_path(line[2]):
            faults.append(_fault(line, "expected the path of an image"))
            continue
        entries.append(_read_entry(line, lines, faults))
    return entries, faults[0] if faults else None


class _Lines:
    """The lines of a file that are not blank, one by one; `head` is the next one."""

    def __init__(self, lines: Iterator[tuple[int, bytes]]) -> None:
        self._rest = ((number, start, line) for number, (start, line) in enumerate(lines, 1) if line.strip())
        self.head = next(self._rest, None)

    def take(self) -> Line:
        line, self.head = self.head, next(self._rest, None)
        assert line is not None, "there was one"
        return line


def is_path(line: bytes) -> bool:
    """Whether a line names an image."""
    return _IMAGE.fullmatch(line.strip()) is not None


def _read_entry(path: Line, lines: _Lines, faults: list[Fault]) -> Entry:
    _, start, text = path
    entry = Entry(text.decode("utf-8", "replace").strip(), start, start + len(text), 0)
    count = lines.head
    if count is None or not _COUNT.fullmatch(count[2].strip()):
        faults.append(
            _fault(count or path, f"expected the number of faces of {quote(entry.name)}", has_got=bool(count))
        )
    else:
        lines.take()
        entry.end, entry.declared = count[1] + len(count[2]), int(count[2])
    if entry.declared == 0 and lines.head is not None and _NO_FACE.fullmatch(lines.head[2].strip()):
        # the line of an image without faces, which says nothing
        _, start, line = lines.take()
        entry.end = start + len(line)
    while lines.head is not None and not is_path(lines.head[2]):
        entry.faces.append(lines.take())
    if count is not None and len(entry.faces) != entry.declared:
        declared = "1 face is" if entry.declared == 1 else f"{entry.declared} faces are"
        rows = "1 line follows" if len(entry.faces) == 1 else f"{len(entry.faces)} lines follow"
        faults.append(Fault(count[1], f"line {count[0]}: {declared} declared, and {rows}"))
    return entry


def _fault(line: Line, expected: str, *, has_got: bool = True) -> Fault:
    number, start, text = line
    got = f", got {quote(text.decode('utf-8', 'replace'))}" if has_got else ""
    return Fault(start, f"line {number}: {expected}{got}")
