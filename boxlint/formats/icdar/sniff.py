"""Tell ICDAR text by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.icdar.fields import coordinate_count
from boxlint.formats.lines.fields import is_number, leading_numbers
from boxlint.formats.lines.sniff import are_mostly, has_any

_QUAD: Final = 8
_BOX: Final = 4


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is ICDAR: mostly lines of eight numbers or more and a word, or of four and one in quotes."""
    return are_mostly(head, _is_word)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among ICDAR files is one of them: empty (no word), or numbers between commas."""
    return has_any(head, lambda line: coordinate_count(_fields(line)) > 0)


def _fields(line: str) -> list[str]:
    return [field.strip() for field in line.split(",")]


def _is_word(line: str) -> bool:
    fields = _fields(line)
    count = leading_numbers(fields)
    if count == len(fields) or not fields[count] or is_number(fields[-1]):
        return False
    return count >= _QUAD or (count == _BOX and fields[count].startswith('"'))
