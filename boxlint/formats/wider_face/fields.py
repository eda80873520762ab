"""The fields of the line of one face, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, split_at_blanks, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape
from boxlint.formats.numbers import parse_number

NAMES: Final = ("x", "y", "w", "h", "blur", "expression", "illumination", "invalid", "occlusion", "pose")
CATEGORY: Final = "face"
"""What every line is about."""
INVALID: Final = NAMES.index("invalid")
_BOX: Final = 4


def read_line(line: bytes, _: str = "") -> LineRecord:
    """What the line of a face says; its attributes may be absent."""
    fields = texts(line, split_at_blanks(line))
    if len(fields) > len(NAMES) or not any(map(is_number, fields)) or not all(map(is_number, fields[_BOX:])):
        return LineRecord(is_malformed=True)
    is_invalid = len(fields) > INVALID and parse_number(fields[INVALID]) == 1
    return LineRecord(
        CATEGORY,
        (WrittenShape("sized_box", 0, tuple(fields[:_BOX])),),
        dict(zip(NAMES, fields, strict=False)),
        columns={"is_target": False} if is_invalid else {},
    )
