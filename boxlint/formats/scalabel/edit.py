"""Edit Scalabel: corners of boxes, vertices of outlines, sizes of frames, and whole labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from boxlint.formats import json_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits, size_edits
from boxlint.formats.scalabel.shapes import find_shapes

__all__ = ["edit_record", "read_polygons", "removed_spans", "wrapped"]

_SIZE: Final = {"width": ("size", "width"), "height": ("size", "height")}

read_polygons = partial(json_shapes.read_polygons, find_shapes=find_shapes)
"""The numbers of a label's closed outlines, given its text."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a label other corners or vertices, or a frame another size."""
    if table == "image":
        return size_edits(record, values, _SIZE)
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these labels and nothing else."""
    return b'[{"name": "", "labels": [' + b", ".join(records) + b"]}]"
