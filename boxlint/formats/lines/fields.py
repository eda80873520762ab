"""The fields of one line: split at a separator, or at blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from boxlint.formats.number_edits import Span
from boxlint.formats.numbers import parse_number

_WORD: Final = re.compile(rb"[^ \t\f\v]+")
_BLANKS: Final = b" \t\f\v"

Spans = Callable[[bytes], list[Span]]
"""Where the fields of a line are, in bytes."""


def split_at_blanks(line: bytes) -> list[Span]:
    """The fields between blanks and tabs, of which any number part two."""
    return [found.span() for found in _WORD.finditer(line)]


def split_at_commas(line: bytes) -> list[Span]:
    """The fields between commas, without the blanks around them; there may be nothing in one."""
    spans, start = [], 0
    for part in line.split(b","):
        left = start + len(part) - len(part.lstrip(_BLANKS))
        spans.append((left, max(left, start + len(part.rstrip(_BLANKS)))))
        start += len(part) + 1
    return spans


def texts(line: bytes, spans: Sequence[Span]) -> list[str]:
    """What stands in some places of a line."""
    return [line[start:end].decode("utf-8", "replace") for start, end in spans]


def is_number(text: str) -> bool:
    """Whether a field is a number."""
    return parse_number(text) is not None


def leading_numbers(fields: Sequence[str]) -> int:
    """How many fields are numbers before the first that is none."""
    return next((place for place, text in enumerate(fields) if not is_number(text)), len(fields))
