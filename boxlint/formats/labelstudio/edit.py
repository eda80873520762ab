"""Edit Label Studio: boxes and polygons, in percent as they are, and whole results; ellipses stay."""

from __future__ import annotations

from typing import Final

from boxlint.formats.labelstudio.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

# each result in an annotation of its own
_EDITOR: Final = JsonEditor(find_shapes, b'[{"annotations": [{"result": [', b"]}]}]", b']}, {"result": [')

edit_record = _EDITOR.edit_record
read_polygons = _EDITOR.read_polygons
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
