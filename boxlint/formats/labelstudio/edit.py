"""Edit Label Studio: boxes and polygons, in percent as they are, and whole results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from boxlint.formats import json_shapes
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits
from boxlint.formats.labelstudio.shapes import find_shapes

__all__ = ["edit_record", "read_polygons", "removed_spans", "wrapped"]

read_polygons = partial(json_shapes.read_polygons, find_shapes=find_shapes)
"""The numbers of a result that is a polygon, in pixels, given its text."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a result another box or outline; ellipses and the size of the image are left as they are."""
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these results and nothing else, each in an annotation of its own."""
    results = (b'{"result": [%b]}' % record for record in records)
    return b'[{"annotations": [' + b", ".join(results) + b"]}]"
