"""The columns of RetinaNet CSV, which has no header: it is told by what stands in its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.csv_layout import Columns, Layout, first_records
from boxlint.formats.csv_numbers import parse_field
from boxlint.formats.csv_records import SEPARATORS

COLUMNS: Final = Columns(image="path", category="class", box=("x1", "y1", "x2", "y2"), has_negatives=True)
_ORDER: Final = ("path", "x1", "y1", "x2", "y2", "class")
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm", ".jp2", ".dcm")


def find_layout(text: bytes) -> Layout:
    """The layout of a text, parted by the separator that gives most records six fields."""
    counts = {
        separator: sum(len(fields) == len(_ORDER) for fields in first_records(text, separator))
        for separator in SEPARATORS
    }
    separator = max(counts, key=lambda separator: counts[separator])
    return Layout(COLUMNS, separator, {name: place for place, name in enumerate(_ORDER)}, len(_ORDER))


def is_retinanet(text: bytes) -> bool:
    """Whether most of the first records are an image file, and four numbers and a class or nothing."""
    records = first_records(text, find_layout(text).separator)
    return 0 < len(records) < 2 * sum(map(_is_object, records))


def _is_object(fields: Sequence[str]) -> bool:
    if len(fields) != len(_ORDER) or not fields[0].lower().strip().endswith(_PICTURES):
        return False
    others = [field.strip() for field in fields[1:]]
    return not any(others) or (bool(others[-1]) and None not in map(parse_field, others[:-1]))
