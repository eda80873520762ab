"""Tell VisDrone text by its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.formats.lines.fields import leading_numbers
from boxlint.formats.lines.sniff import are_mostly, has_any
from boxlint.formats.numbers import parse_number
from boxlint.formats.visdrone.fields import CLASSES, NAMES

_MOST_OCCLUDED: Final = 3
_FEWEST: Final = 4
# as nearly all lines are
_PLAIN: Final = re.compile(r"(?:-?\d+,){4}[01],(?:\d|1[01]),[01],[0-3]", re.ASCII)


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is VisDrone: mostly lines of eight numbers, of which the last four are what they can be."""
    return b"," in head and are_mostly(head, _is_object)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among VisDrone files is one of them: empty (no object), or numbers between commas."""
    return has_any(head, _is_faulty_object)


def _fields(line: str) -> list[str]:
    fields = [field.strip() for field in line.split(",")]
    return fields[:-1] if len(fields) == len(NAMES) + 1 and not fields[-1] else fields


def _is_object(line: str) -> bool:
    if _PLAIN.fullmatch(line):
        return True
    fields = _fields(line)
    if len(fields) != len(NAMES) or fields[5] not in CLASSES:
        return False
    numbers = [parse_number(field) for field in fields]
    score, truncation, occlusion = numbers[4], numbers[6], numbers[7]
    if None in numbers or score is None or truncation is None or occlusion is None:
        return False
    # results have -1 for what they do not say
    return 0 <= score <= 1 and -1 <= truncation <= 1 and -1 <= occlusion <= _MOST_OCCLUDED


def _is_faulty_object(line: str) -> bool:
    fields = _fields(line)
    return len(fields) <= len(NAMES) and leading_numbers(fields) >= _FEWEST
