"""Edit LVIS, which is written as COCO is."""

from __future__ import annotations

from boxlint.formats.coco.edit import edit_record, read_mask, read_polygons, removed_spans, wrapped

__all__ = ["edit_record", "read_mask", "read_polygons", "removed_spans", "wrapped"]
