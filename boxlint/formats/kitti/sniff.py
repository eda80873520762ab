"""Tell KITTI text by its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.formats.kitti.fields import NAMES
from boxlint.syntax.lines.fields import leading_numbers
from boxlint.syntax.lines.sniff import are_mostly, has_any
from boxlint.text.numbers import parse_number

_COUNTS: Final = (len(NAMES) - 1, len(NAMES))
_FEWEST: Final = 7
# as nearly all lines are
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z_]*+(?: -?\d+(?:\.\d+)?){14,15}", re.ASCII)


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is KITTI: mostly lines of a word and 14 numbers, or 15."""
    return are_mostly(head, _is_object)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among KITTI files is one of them: empty (no object), or a word before numbers."""
    return has_any(head, _is_faulty_object)


def _is_object(line: str) -> bool:
    if _PLAIN.fullmatch(line):
        return True
    fields = line.split()
    return _is_word(fields[0]) and leading_numbers(fields[::-1]) in _COUNTS


def _is_faulty_object(line: str) -> bool:
    fields = line.split()
    return _is_word(fields[0]) and leading_numbers(fields[::-1]) >= _FEWEST


def _is_word(field: str) -> bool:
    """Whether a field may be a class: `nan` and `inf` are numbers."""
    return field[0].isalpha() and parse_number(field) is None
