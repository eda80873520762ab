"""Tell RSOD text by its content."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from boxlint.formats.lines.fields import is_number
from boxlint.formats.lines.sniff import are_mostly, has_any
from boxlint.formats.rsod.fields import NAMES
from boxlint.formats.text_lines import stem


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is RSOD: mostly lines of two names and four numbers, between tabs or of this very image."""
    return are_mostly(head, partial(_is_object, own=stem(str(path).replace("\\", "/"))))


def resembles(head: bytes) -> bool:
    """Whether a text that lies among RSOD files is one of them: empty (no object), or two names before a number."""
    return has_any(head, _is_faulty_object)


def _is_object(line: str, own: str) -> bool:
    fields = line.split()
    if len(fields) != len(NAMES) or is_number(fields[1]) or not all(map(is_number, fields[2:])):
        return False
    return line.count("\t") == len(NAMES) - 1 or stem(fields[0]) == own


def _is_faulty_object(line: str) -> bool:
    fields = line.split()
    return 2 < len(fields) <= len(NAMES) and not is_number(fields[1]) and any(map(is_number, fields[2:]))
