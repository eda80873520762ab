"""Tell labelme's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth

_BESIDE: Final = frozenset({"imagePath", "imageData", "imageHeight", "imageWidth", "lineColor", "fillColor", "flags"})


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the outermost object has shapes, or as much of what labelme writes beside them as tells it."""
    keys = keys_by_depth(head)
    outer = keys.get("{", frozenset())
    if "shapes" in outer:
        return bool(keys.get("{[{", frozenset()) & {"label", "points"}) or bool(outer & _BESIDE)
    # an image of a megabyte may stand before the shapes
    return "imageData" in outer
