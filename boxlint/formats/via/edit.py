"""Edit VIA: boxes and polygons, and whole regions, those of VIA 1 with their keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from boxlint.formats import json_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits
from boxlint.formats.via.shapes import find_shapes

__all__ = ["edit_record", "read_polygons", "removed_spans", "wrapped"]

read_polygons = partial(json_shapes.read_polygons, find_shapes=find_shapes)
"""The numbers of a region that is a polygon, given its text."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a region another box or outline; circles and ellipses are left as they are."""
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these regions and nothing else."""
    return b'{"": {"filename": "", "regions": [' + b", ".join(records) + b"]}}"
