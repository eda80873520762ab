"""Edit YOLO text: the fractions of boxes, corners and polygons, and whole objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from boxlint.formats.yolo.layout import BOX, CORNERS, FEWEST
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.line_removal import removed_spans as removed_spans
from boxlint.text.number_edits import Span, fraction_edits
from boxlint.text.numbers import parse_number

_FIELD: Final = re.compile(r"\S+")


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a line other values; none for what is so or cannot be edited."""
    if table != "annotation" or "size" not in values:
        return []
    spans = _numbers(record)
    width, height = values["size"]
    edits = []
    if "box" in values and len(spans) >= BOX:
        x_min, y_min, x_max, y_max = values["box"]
        box = (
            (x_min + x_max) / 2 / width,
            (y_min + y_max) / 2 / height,
            (x_max - x_min) / width,
            (y_max - y_min) / height,
        )
        edits += fraction_edits(record, spans[:BOX], box, "box")
    if "quad" in values and len(spans) >= CORNERS:
        edits += fraction_edits(record, spans[:CORNERS], _fractions(values["quad"], width, height), "quad")
    points = values.get("polygons", {}).get(0, ())
    if points and FEWEST <= len(spans) == len(points):
        edits += fraction_edits(record, spans, _fractions(points, width, height), "polygons")
    return edits


def _numbers(record: bytes) -> list[Span]:
    """Where the fields after the class are, which white space of Unicode may part."""
    # a file may be cut off inside a character
    line = record.decode("utf-8", "surrogateescape")
    return [(_offset(line, field.start()), _offset(line, field.end())) for field in _FIELD.finditer(line)][1:]


def _offset(line: str, place: int) -> int:
    return place if line.isascii() else len(line[:place].encode("utf-8", "surrogateescape"))


def _fractions(points: Sequence[float], width: float, height: float) -> list[float]:
    """Points, x and y in turn, as fractions of the sides."""
    return [value / (height if place % 2 else width) for place, value in enumerate(points)]


def read_polygons(record: bytes) -> list[list[float]]:
    """The polygon of a line, as fractions; none where what follows the class are not as many numbers."""
    numbers = [parse_number(field.decode("utf-8", "replace")) for field in record.split()[1:]]
    points = [number for number in numbers if number is not None]
    is_polygon = len(points) == len(numbers) >= FEWEST and len(points) % 2 == 0
    return [points] if is_polygon else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of these lines. The blank line keeps the first one from being taken for a byte-order mark."""
    return b"\n" + b"".join(record + b"\n" for record in records)
