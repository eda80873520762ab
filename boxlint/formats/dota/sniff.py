"""Tell DOTA text by its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.syntax.lines.fields import leading_numbers
from boxlint.syntax.lines.sniff import are_mostly, has_any
from boxlint.text.lines import LINES_TRIED, head_lines
from boxlint.text.source import HEAD_SIZE

HEADERS: Final = ("imagesource:", "gsd:", "acquisition dates:")
"""How the lines start that may precede the objects."""

# no number starts with another letter
_OBJECT: Final = re.compile(rb"^(?:[-+]?\d++(?:\.\d++)?[ \t]){8}(?![iInN])[A-Za-z]", re.MULTILINE)
_OF_NUMBERS: Final = b"0123456789. \r\n"
"""What no word is made of: a text of nothing else, as YOLO is, needs no closer look."""


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is DOTA: a header line, or mostly lines of eight numbers and a word."""
    if _are_plain_objects(head):
        return True
    if not head.translate(None, _OF_NUMBERS):
        return False
    if any(map(is_header, head_lines(head)[:3])):
        return True
    return are_mostly(head, _is_object)


def _are_plain_objects(head: bytes) -> bool:
    """Whether the first half of the lines are objects at a glance, as in most files: the others need no look then."""
    if len(head) >= HEAD_SIZE or head.count(b"\r") != head.count(b"\r\n"):
        return False
    lines = head.split(b"\n", LINES_TRIED)[:LINES_TRIED]
    half = lines[: (len(lines) + 1) // 2]
    return len(_OBJECT.findall(b"\n".join(half))) == len(half)


def is_header(line: str) -> bool:
    """Whether a line tells about the image, not about an object."""
    return line.lstrip().lower().startswith(HEADERS)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among DOTA files is one of them: empty (no object), or numbers before a word."""
    return sniff(head, "") or has_any(head, _is_faulty_object)


def _is_object(line: str) -> bool:
    fields = line.split()
    return len(fields) > 8 and leading_numbers(fields[:9]) == 8


def _is_faulty_object(line: str) -> bool:
    fields = line.split()
    return 4 <= leading_numbers(fields[:9]) < min(len(fields), 9)
