"""Edit roLabelImg XML."""

from __future__ import annotations

from boxlint.formats.voc.edit import edit_record, removed_spans, wrapped

__all__ = ["edit_record", "removed_spans", "wrapped"]
