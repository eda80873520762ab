"""Edit Datumaro: boxes and polygons, and whole annotations."""

from __future__ import annotations

from typing import Final

from boxlint.formats.datumaro.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(find_shapes, b'{"categories": {}, "items": [{"id": "", "annotations": [', b"]}]}")

edit_record = _EDITOR.edit_record
read_polygons = _EDITOR.read_polygons
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
