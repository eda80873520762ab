"""The fields of one ICDAR line, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, leading_numbers, split_at_commas, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape

CATEGORY: Final = "text"
"""What every line is about."""
UNREADABLE: Final = "###"
"""What stands in the place of a word that nobody can read."""
_QUAD: Final = 8
_BOX: Final = 4
_FEWEST: Final = 5


def read_line(line: bytes, _: str = "") -> LineRecord:
    """What a line that is not blank says: 8 numbers, 4, or an even count above 8, and what follows is the word.

    A word may be a number or have commas: of many numbers the last one, or two, are the word.
    """
    fields = texts(line, split_at_commas(line))
    count = coordinate_count(fields)
    if not count:
        return LineRecord(is_malformed=True)
    word = ",".join(fields[count:])
    kind = {_BOX: "box"}.get(count, "quad" if count <= _QUAD else "polygon")
    columns = {"has_mask": True} if kind == "polygon" else {}
    if word.strip('"') == UNREADABLE:
        columns["is_target"] = False
    written = {"coordinates": tuple(fields[:count]), "word": word}
    return LineRecord(CATEGORY, (WrittenShape(kind, 0, tuple(fields[:count])),), written, columns=columns)


def coordinate_count(fields: list[str]) -> int:
    """How many of the fields are coordinates, rightly or not; 0 where the line has none."""
    numbers = leading_numbers(fields)
    if numbers >= _QUAD:
        return _QUAD if len(fields) == _QUAD else min(numbers, len(fields) - 1) // 2 * 2
    if len(fields) > _QUAD and sum(map(is_number, fields[:_QUAD])) >= _FEWEST:
        return _QUAD
    return numbers if numbers >= _BOX and len(fields) > numbers else 0
