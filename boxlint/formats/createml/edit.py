"""Edit Create ML: centres and sizes of boxes, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.formats.createml.shapes import find_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits

__all__ = ["edit_record", "removed_spans", "wrapped"]


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a box other corners."""
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these objects and nothing else."""
    return b'[{"image": "", "annotations": [' + b", ".join(records) + b"]}]"
