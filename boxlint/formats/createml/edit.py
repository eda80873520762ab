"""Edit Create ML: centres and sizes of boxes, and whole objects."""

from __future__ import annotations

from typing import Final

from boxlint.formats.createml.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(find_shapes, b'[{"image": "", "annotations": [', b"]}]")

edit_record = _EDITOR.edit_record
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
