"""Edit labelme: the points of shapes, the size of the image, and whole shapes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from boxlint.formats import json_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits, size_edits
from boxlint.formats.labelme.shapes import find_shapes

__all__ = ["edit_record", "read_polygons", "removed_spans", "wrapped"]

_SIZE: Final = {"width": ("imageWidth",), "height": ("imageHeight",)}

read_polygons = partial(json_shapes.read_polygons, find_shapes=find_shapes)
"""The numbers of a shape that is a polygon, given its text."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a shape other points, or the image another size; circles are left as they are."""
    if table == "image":
        return size_edits(record, values, _SIZE)
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these shapes and nothing else."""
    return b'{"shapes": [' + b", ".join(records) + b"]}"
