"""The fields of one KITTI line, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, leading_numbers, split_at_blanks, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape

NAMES: Final = (
    *("truncated", "occluded", "alpha", "left", "top", "right", "bottom"),
    *("height", "width", "length", "x", "y", "z", "rotation_y", "score"),
)
"""What the numbers behind the class are; a label has no score."""
NO_TARGET: Final = "DontCare"
_FEWEST: Final = len(NAMES) - 1
_LEFT: Final = NAMES.index("left")


def read_line(line: bytes, _: str = "") -> LineRecord:
    """What a line that is not blank says. The class may have spaces: the numbers are counted from the right."""
    fields = texts(line, split_at_blanks(line))
    first = _first_number(fields)
    if first is None:
        return LineRecord(is_malformed=True)
    category, numbers = " ".join(fields[:first]), fields[first:]
    box = numbers[_LEFT : _LEFT + 4]
    if not all(map(is_number, numbers)) and all(map(is_number, box)):
        return LineRecord(is_malformed=True)
    return LineRecord(
        category,
        (WrittenShape("box", first + _LEFT, tuple(box)),),
        {"type": category, **dict(zip(NAMES, numbers, strict=False))},
        columns={"is_target": False} if category == NO_TARGET else {},
    )


def _first_number(fields: list[str]) -> int | None:
    """The place of the first field behind the class; None where there is no telling."""
    numbers = leading_numbers(fields[::-1])
    count = len(fields)
    if count == numbers or numbers < _FEWEST:
        # the class is a number, or a word stands among the numbers
        return 1 if count in (_FEWEST + 1, _FEWEST + 2) else None
    return count - numbers if numbers <= _FEWEST + 1 else None
