"""Tell WIDER FACE text by its content."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.lines.fields import leading_numbers
from boxlint.formats.text_lines import head_lines
from boxlint.formats.wider_face.entries import is_path
from boxlint.formats.wider_face.fields import NAMES


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is WIDER FACE: the path of an image, a whole number, and ten numbers, once at the start."""
    lines = head_lines(head)
    return any(
        is_path(name.encode()) and count.strip().isdigit() and leading_numbers(face.split()) == len(NAMES)
        for name, count, face in zip(lines, lines[1:], lines[2:], strict=False)
    )
