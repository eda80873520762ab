"""Tell line formats by the lines at the start of a file."""

from __future__ import annotations

from collections.abc import Callable

from boxlint.formats.text_lines import head_lines


def are_mostly(head: bytes, is_record: Callable[[str], bool]) -> bool:
    """Whether there are lines, and at least half of the first of them are records."""
    lines = head_lines(head)
    records = 0
    for number, line in enumerate(lines, 1):
        records += is_record(line)
        if 2 * records >= len(lines) or 2 * (number - records) > len(lines):
            break
    return 0 < len(lines) <= 2 * records


def has_any(head: bytes, is_faulty: Callable[[str], bool]) -> bool:
    """Whether there are no lines, or one that may be a faulty record."""
    lines = head_lines(head)
    return not lines or any(map(is_faulty, lines))
