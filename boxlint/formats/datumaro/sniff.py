"""Tell Datumaro's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth

_NOTHING: Final[frozenset[str]] = frozenset()
_CLASSES: Final = frozenset({"label", "mask", "points"})


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text has items with annotations, or Datumaro's tables of classes, which may fill the head alone."""
    keys = keys_by_depth(head)
    outer, items = keys.get("{", _NOTHING), keys.get("{[{", _NOTHING)
    classes = keys.get("{{", _NOTHING) & _CLASSES if "categories" in outer else _NOTHING
    if "items" in outer and items:
        return {"id", "annotations"} <= items
    return bool(classes) and ("items" in outer or "labels" in keys.get("{{{", _NOTHING))
