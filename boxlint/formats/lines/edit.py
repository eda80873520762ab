"""Edit lines that are records: coordinates in their fields, and whole lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.line_removal import removed_spans as removed_spans
from boxlint.formats.lines.fields import Spans
from boxlint.formats.lines.record import LineRecord, WrittenShape
from boxlint.formats.number_edits import number_edits

_FIELDS: Final = {"box": "box", "sized_box": "box", "quad": "quad", "polygon": "polygons"}


def shape_edits(line: bytes, record: LineRecord, spans: Spans, values: Values) -> list[FieldEdit]:
    """The edits that give the shapes of a line other coordinates; none for what is so or cannot be edited."""
    if record.is_malformed:
        return []
    fields = spans(line)
    edits = []
    for shape in record.shapes:
        name = _FIELDS[shape.kind]
        numbers = _numbers(shape, values.get(name))
        if shape.is_sound and numbers:
            places = fields[shape.place : shape.place + len(shape.texts)]
            edits += number_edits(line, places, numbers, name)
    return sorted(edits, key=lambda edit: edit.start)


def _numbers(shape: WrittenShape, value: object) -> tuple[float, ...]:
    """What the numbers of a shape become; empty where they stay, or it would have another count of them."""
    if isinstance(value, dict):
        # a line has one polygon, which cannot go without it
        value = value.get(0)
    numbers = tuple(value) if isinstance(value, Sequence) else ()
    if len(numbers) != len(shape.texts):
        return ()
    if shape.kind != "sized_box":
        return numbers
    x_min, y_min, x_max, y_max = numbers
    return x_min, y_min, x_max - x_min, y_max - y_min


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of these lines.

    The blank line at the start keeps the first one from being taken for a byte-order mark or a Git LFS pointer.
    """
    return b"\n" + b"".join(record + b"\n" for record in records)
