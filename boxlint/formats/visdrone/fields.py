"""The fields of one VisDrone line, faulty lines included."""

from __future__ import annotations

from typing import Final

from boxlint.formats.lines.fields import is_number, split_at_commas, texts
from boxlint.formats.lines.record import LineRecord, WrittenShape
from boxlint.formats.numbers import parse_number

NAMES: Final = ("left", "top", "width", "height", "score", "category", "truncation", "occlusion")
CLASSES: Final = {
    str(number): name
    for number, name in enumerate(
        (
            "ignored regions",
            "pedestrian",
            "people",
            "bicycle",
            "car",
            "van",
            "truck",
            "tricycle",
            "awning-tricycle",
            "bus",
            "motor",
            "others",
        )
    )
}
"""What the category numbers mean."""
NO_TARGETS: Final = frozenset({"0", "11"})
"""Categories that are no objects to detect: ignored regions, and others."""
_BOX: Final = 4
_CATEGORY: Final = NAMES.index("category")


def read_line(line: bytes, _: str = "") -> LineRecord:
    """What a line that is not blank says. A comma at its end, as some official files have, starts no field."""
    fields = texts(line, split_at_commas(line))
    if len(fields) > 1 and not fields[-1]:
        fields.pop()
    numbers = [*map(is_number, fields)]
    others = [*numbers[_BOX:_CATEGORY], *numbers[_CATEGORY + 1 :]]
    if len(fields) > len(NAMES) or not any(numbers) or not all(others):
        return LineRecord(is_malformed=True)
    category = fields[_CATEGORY] if len(fields) > _CATEGORY else ""
    score = parse_number(fields[_BOX]) if len(fields) > _BOX else None
    return LineRecord(
        category or None,
        (WrittenShape("sized_box", 0, tuple(fields[:_BOX])),),
        dict(zip(NAMES, fields, strict=False)),
        columns={"is_target": False} if score == 0 or category in NO_TARGETS else {},
    )
