"""Edit Datumaro: boxes and polygons, and whole annotations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from boxlint.formats import json_shapes
from boxlint.formats.datumaro.shapes import find_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits

__all__ = ["edit_record", "read_polygons", "removed_spans", "wrapped"]

read_polygons = partial(json_shapes.read_polygons, find_shapes=find_shapes)
"""The numbers of an annotation that is a polygon, given its text."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an annotation another box or outline."""
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these annotations and nothing else."""
    return b'{"categories": {}, "items": [{"id": "", "annotations": [' + b", ".join(records) + b"]}]}"
