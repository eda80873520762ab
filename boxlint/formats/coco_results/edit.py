"""Edit COCO results: their boxes and masks, as those of COCO."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.formats.coco.edit import edit_record, read_mask, read_polygons, removed_spans

__all__ = ["edit_record", "read_mask", "read_polygons", "removed_spans", "wrapped"]


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a list of these results."""
    return b"[" + b", ".join(records) + b"]"
