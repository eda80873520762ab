"""A large file cut into pieces that are each a list of some of its records, to be read one by one, or side by side.

Nothing is taken on trust: the text around the lists is parsed with each list in place of its records, and who reads
a piece must find a list of records in it. Then, since JSON is read from left to right, the cuts are where they seem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from mmap import mmap
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.coco.skeleton import LISTS, Skeleton
from boxlint.syntax.json.text import JsonError, is_json, parse_with_repeats
from boxlint.text.source import Buffer

SMALLEST: Final = 8 << 20
"""Bytes of a file from which it is cut: a smaller one is read in the time that the cutting takes."""
SIZE: Final = 4 << 20
"""Bytes of a piece: some thousand records, whose columns stay in the cache of a core while they are made."""

_OPENING: Final = rb'"%b"[ \t\r\n]*:[ \t\r\n]*\['
_CLOSING: Final = re.compile(rb'\}[ \t\r\n]*(\])(?=[ \t\r\n]*(?:,[ \t\r\n]*"|\}[ \t\r\n]*\Z))')
_FIRST_KEY: Final = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*("[^"\\]{1,40}")[ \t\r\n]*:')
_BETWEEN: Final = rb"\}([ \t\r\n]*,[ \t\r\n]*)(?=\{[ \t\r\n]*%b[ \t\r\n]*:)"
_EMPTY: Final = re.compile(rb"[ \t\r\n]*\]")
_WINDOW: Final = 1 << 20
"""Bytes before the next list, or the end, in which a list may end: what lies between is small in every real file."""
_TRIED: Final = 20
"""Places at which a list may end; most often it is the first one, unless records hold lists of objects."""


class Piece(Struct, frozen=True):
    """Some consecutive records of a list, at [start, stop) of a file, or of `content` where this is not None."""

    list_name: str
    start: int
    stop: int
    path: str
    content: bytes | None = None

    def text(self) -> bytes:
        """The records as the text of a list of their own. Raises OSError where the file cannot be read any more."""
        if self.content is not None:
            return b"".join((b"[", self.content, b"]"))
        with open(self.path, "rb") as file:
            file.seek(self.start)
            records = file.read(self.stop - self.start)
        if len(records) < self.stop - self.start:
            # what is left may look like a sound list of fewer records
            raise OSError("it was changed while it was read")
        return b"".join((b"[", records, b"]"))


class Cuts(Struct, frozen=True):
    """The text between the lists as a value, each list with one record left that is 0, and where the records are."""

    around: Mapping[str, Any]
    spans: Mapping[str, tuple[int, int]]


def find_cuts(data: Buffer) -> Cuts | None:
    """Where the lists of a sound COCO text are; None where that cannot be told without reading all of it.

    A list that is absent has no span.
    """
    if isinstance(data, memoryview):
        return None
    spans: dict[str, tuple[int, int]] = {}
    places = sorted((found.start(), found.end(), name) for name in LISTS if (found := _find_opening(data, name)))
    for row, (_, start, name) in enumerate(places):
        if _EMPTY.match(data, start):
            continue
        limit = places[row + 1][0] if row + 1 < len(places) else len(data)
        stop = _find_closing(data, start, limit)
        if stop is None:
            return None
        spans[name] = (start, stop)
    try:
        around, repeats = parse_with_repeats(Skeleton(data, spans.values()).text)
    except JsonError:
        return None
    is_sound = isinstance(around, dict) and not repeats and all(around.get(name) == [0] for name in spans)
    others = {*LISTS} - spans.keys()
    return Cuts(around, spans) if is_sound and all(around.get(name, []) == [] for name in others) else None


def _find_opening(data: bytes | mmap, name: str) -> re.Match[bytes] | None:
    """A list of this name; only one in the outermost object stands the test of the text around it."""
    key = f'"{name}"'.encode()
    pattern = re.compile(_OPENING % name.encode())
    # what follows the large list is near the end: from the start, all of the text would be looked through
    for begin in (max(len(data) - _WINDOW, 0), 0):
        # looking for fixed bytes is much faster than for a pattern
        place = data.find(key, begin)
        while place >= 0:
            if found := pattern.match(data, place):
                return found
            place = data.find(key, place + 1)
    return None


def _find_closing(data: bytes | mmap, start: int, limit: int) -> int | None:
    """Where the list ends whose records begin at `start`: the first place after which only whole members follow."""
    rest = bytes(data[max(start, limit - _WINDOW) : limit])
    end = b"}" if limit < len(data) else b""
    for number, found in enumerate(_CLOSING.finditer(rest + (b'"":0}' if end else b""))):
        if number == _TRIED:
            return None
        following = rest[found.start(1) :]
        if is_json(b'{"":[0' + following + (b'"":0}' if end else b"")):
            return limit - len(following)
    return None


def cut(data: Buffer, cuts: Cuts, path: str, *, is_file: bool) -> Iterator[Piece]:
    """The pieces of all lists, in order. `is_file`: `data` is what the file at `path` holds, byte for byte."""
    for name, (start, stop) in cuts.spans.items():
        for first, last in _parts(data, start, stop):
            yield Piece(name, first, last, path, None if is_file else bytes(data[first:last]))


def _parts(data: Buffer, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The records from `start` to `stop`, parted where the first key of the list's first record begins another."""
    first = _FIRST_KEY.match(data, start, stop)
    between = re.compile(_BETWEEN % re.escape(first[1])) if first else None
    while between and stop - start > 2 * SIZE:
        found = between.search(data, start + SIZE, stop)
        if found is None:
            break
        yield start, found.start(1)
        start = found.end()
    yield start, stop
