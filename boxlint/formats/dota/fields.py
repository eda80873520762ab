"""The fields of one DOTA line, faulty lines included."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from boxlint.text.numbers import parse_number

EXPECTED: Final = 8
"""Coordinates of a line."""
_FEWEST: Final = 4
_HEADER: Final = re.compile(rb"\s*[A-Za-z][\w -]*:")
_STARTS_AS_NUMBER: Final = re.compile(r"[-+.]?\d")


class LineFields(Struct, frozen=True):
    """What a line says: its coordinates as written, the category and the difficulty where there are any.

    At most one of the flags is set: `is_malformed`, no object at all; `lacks_category`, numbers only;
    `is_not_numeric`, a word among the coordinates.
    """

    text: str
    coordinates: tuple[str, ...] = ()
    category: str | None = None
    difficult: float | None = None
    is_malformed: bool = False
    lacks_category: bool = False
    is_not_numeric: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether the line is an object that can be read."""
        has_fault = self.is_malformed or self.lacks_category or self.is_not_numeric
        return not has_fault and len(self.coordinates) == EXPECTED

    def corners(self) -> tuple[float, ...]:
        """The coordinates of a line that has all of them, as numbers."""
        return tuple(float(text) for text in self.coordinates)


def is_header_line(line: bytes) -> bool:
    """Whether a line before the first object tells about the image: `gsd:0.15`."""
    return _HEADER.match(line) is not None


def read_line(text: str) -> LineFields:
    """The fields of a line that is not blank."""
    fields = text.split()
    is_number = [parse_number(field) is not None for field in fields]
    leading = is_number.index(False) if False in is_number else len(fields)
    if leading == len(fields):
        return _numbers_only(text, fields)
    if leading < EXPECTED and _has_word_among(fields, is_number, leading):
        category, difficult = _label(fields[EXPECTED:])
        return LineFields(text, tuple(fields[:EXPECTED]), category, difficult, is_not_numeric=True)
    if leading == 0:
        return LineFields(text, is_malformed=True)
    category, difficult = _label(fields[leading:])
    return LineFields(text, tuple(fields[:leading]), category, difficult)


def _numbers_only(text: str, fields: list[str]) -> LineFields:
    """A line without a word: the category may be a number, but then the count must be right."""
    if len(fields) in (EXPECTED + 1, EXPECTED + 2):
        difficult = parse_number(fields[EXPECTED + 1]) if len(fields) > EXPECTED + 1 else None
        return LineFields(text, tuple(fields[:EXPECTED]), fields[EXPECTED], difficult)
    if len(fields) == EXPECTED:
        return LineFields(text, tuple(fields), lacks_category=True)
    return LineFields(text, is_malformed=True)


def _has_word_among(fields: list[str], is_number: list[bool], leading: int) -> bool:
    """Whether the first word stands among coordinates: numbers follow that are not the difficulty."""
    if len(fields) < EXPECTED or sum(is_number[:-1]) < _FEWEST:
        return False
    return any(is_number[leading + 1 : -1]) or _STARTS_AS_NUMBER.match(fields[leading]) is not None


def _label(fields: list[str]) -> tuple[str | None, float | None]:
    """Category and difficulty of what follows the coordinates; a name may have spaces."""
    if not fields:
        return None, None
    difficult = parse_number(fields[-1]) if len(fields) > 1 else None
    return " ".join(fields if difficult is None else fields[:-1]), difficult
