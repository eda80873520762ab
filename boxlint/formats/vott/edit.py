"""Edit VoTT: boxes with the corners that stand beside them, sizes of images, and whole regions; outlines stay."""

from __future__ import annotations

from typing import Final

from boxlint.formats.vott.shapes import find_shapes
from boxlint.syntax.json.edit import JsonEditor

_EDITOR: Final = JsonEditor(
    find_shapes,
    b'{"asset": {"name": ""}, "regions": [',
    b"]}",
    size={"width": ("asset", "size", "width"), "height": ("asset", "size", "height")},
)

edit_record = _EDITOR.edit_record
removed_spans = _EDITOR.removed_spans
wrapped = _EDITOR.wrapped
