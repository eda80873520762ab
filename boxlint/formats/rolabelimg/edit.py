"""Edit roLabelImg XML."""

from __future__ import annotations

from boxlint.formats.xml_edit import edit_record, removed_spans, wrapped

__all__ = ["edit_record", "removed_spans", "wrapped"]
