"""Tell ICDAR text by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.icdar.fields import coordinate_count
from boxlint.formats.lines.fields import leading_numbers
from boxlint.formats.lines.sniff import are_mostly, has_any
from boxlint.formats.text_lines import head_lines

_QUAD: Final = 8
_BOX: Final = 4


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is ICDAR: mostly lines of eight numbers or more and a word, or of four and one in quotes.

    A word may be a number, but not every one.
    """
    return b"," in head and are_mostly(head, _may_have_word) and any(map(_has_word, head_lines(head)))


def resembles(head: bytes) -> bool:
    """Whether a text that lies among ICDAR files is one of them: empty (no word), or numbers between commas."""
    return has_any(head, lambda line: coordinate_count(_fields(line)) > 0)


def could_be(head: bytes) -> bool:
    """Whether a text may be ICDAR without words, as results are: mostly lines of eight numbers between commas."""
    return are_mostly(head, lambda line: leading_numbers(_fields(line)) == len(_fields(line)) == _QUAD)


def _fields(line: str) -> list[str]:
    return [field.strip() for field in line.split(",")]


def _may_have_word(line: str) -> bool:
    fields = _fields(line)
    return _has_word(line) or (len(fields) > _QUAD and leading_numbers(fields) == len(fields))


def _has_word(line: str) -> bool:
    fields = _fields(line)
    count = leading_numbers(fields)
    if count == len(fields) or not fields[count]:
        return False
    return count >= _QUAD or (count == _BOX and fields[count].startswith('"'))
