"""Edit VIA: boxes and polygons, and whole regions, those of VIA 1 with their keys; circles and ellipses stay."""

from __future__ import annotations

from typing import Final

from boxlint.formats.via.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(find_shapes, b'{"": {"filename": "", "regions": [', b"]}}")

edit_record = _EDITOR.edit_record
read_polygons = _EDITOR.read_polygons
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
