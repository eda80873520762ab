"""Edit VoTT: boxes with the corners that stand beside them, sizes of images, and whole regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.json_shapes import shape_edits, size_edits
from boxlint.formats.vott.shapes import find_shapes

__all__ = ["edit_record", "removed_spans", "wrapped"]

_SIZE: Final = {"width": ("asset", "size", "width"), "height": ("asset", "size", "height")}


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a region another box, or an asset another size; outlines are left as they are."""
    if table == "image":
        return size_edits(record, values, _SIZE)
    return shape_edits(record, values, find_shapes) if table == "annotation" else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a file that holds these regions and nothing else."""
    return b'{"asset": {"name": ""}, "regions": [' + b", ".join(records) + b"]}"
