"""Edit Scalabel: corners of boxes, vertices of outlines, sizes of frames, and whole labels."""

from __future__ import annotations

from typing import Final

from boxlint.formats.scalabel.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(
    find_shapes, b'[{"name": "", "labels": [', b"]}]", size={"width": ("size", "width"), "height": ("size", "height")}
)

edit_record = _EDITOR.edit_record
read_polygons = _EDITOR.read_polygons
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
