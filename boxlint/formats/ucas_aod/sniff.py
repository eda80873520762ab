"""Tell UCAS-AOD text by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.lines.fields import is_number
from boxlint.formats.lines.sniff import are_mostly, has_any
from boxlint.formats.ucas_aod.fields import NAMES

_FEWEST: Final = 8
# coordinates up to this may be fractions of a side, as those of a YOLO polygon
_FRACTION: Final = 2.0


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the text is UCAS-AOD: mostly lines of 13 numbers whose corners and upright box overlap."""
    return are_mostly(head, _is_object)


def resembles(head: bytes) -> bool:
    """Whether a text that lies among UCAS-AOD files is one of them: empty (no object), or numbers between tabs."""
    return has_any(head, _is_faulty_object)


def _is_object(line: str) -> bool:
    fields = line.split()
    numbers = fields[len(fields) == len(NAMES) + 1 :]
    if len(numbers) != len(NAMES) or not all(map(is_number, numbers)):
        return False
    values = [*map(float, numbers)]
    across, down = values[0:8:2], values[1:8:2]
    x, y, width, height = values[-4:]
    overlaps = x < max(across) and y < max(down) and x + width > min(across) and y + height > min(down)
    return overlaps and max(values[:8]) > _FRACTION


def _is_faulty_object(line: str) -> bool:
    fields = line.split()
    return "\t" in line and sum(map(is_number, fields)) >= _FEWEST and len(fields) <= len(NAMES) + 1
