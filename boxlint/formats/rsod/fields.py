"""The fields of one RSOD line, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, split_at_blanks, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape

NAMES: Final = ("image", "class", "x1", "y1", "x2", "y2")
_PLACE: Final = 2


def read_line(line: bytes, _: str = "") -> LineRecord:
    """What a line that is not blank says."""
    fields = texts(line, split_at_blanks(line))
    if not _PLACE < len(fields) <= len(NAMES) or not any(map(is_number, fields[_PLACE:])):
        return LineRecord(is_malformed=True)
    shape = WrittenShape("box", _PLACE, tuple(fields[_PLACE:]))
    return LineRecord(fields[1], (shape,), dict(zip(NAMES, fields, strict=False)), image=fields[0])
