"""Edit labelme: the points of shapes, the size of the image, and whole shapes; circles are left as they are."""

from __future__ import annotations

from typing import Final

from boxlint.formats.labelme.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(
    find_shapes, b'{"shapes": [', b"]}", size={"width": ("imageWidth",), "height": ("imageHeight",)}
)

edit_record = _EDITOR.edit_record
read_polygons = _EDITOR.read_polygons
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
