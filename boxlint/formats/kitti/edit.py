"""Edit KITTI text: coordinates, and whole objects."""

from __future__ import annotations

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.kitti.fields import read_line
from boxlint.formats.lines.edit import removed_spans, shape_edits, wrapped
from boxlint.formats.lines.fields import split_at_blanks

__all__ = ["edit_record", "removed_spans", "wrapped"]


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a line other coordinates; none for what is so or cannot be edited."""
    return shape_edits(record, read_line(record), split_at_blanks, values) if table == "annotation" else []
