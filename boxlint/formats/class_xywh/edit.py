"""Edit `class x y width height`: coordinates, and whole objects."""

from __future__ import annotations

from boxlint.formats.class_xywh.records import ORDER
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.lines.edit import removed_spans, shape_edits, wrapped
from boxlint.formats.lines.plain_boxes import spans

__all__ = ["edit_record", "removed_spans", "wrapped"]


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a line other coordinates; none for what is so or cannot be edited."""
    return shape_edits(record, ORDER.read_line(record), spans, values) if table == "annotation" else []
