"""Tell Scalabel's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth

_NOTHING: Final[frozenset[str]] = frozenset()
_SHAPES: Final = frozenset({"box2d", "poly2d", "box3d", "rle"})


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text is a list of frames, or an object with one, whose labels have a category or a shape.

    Lists of scores have neither.
    """
    keys = keys_by_depth(head)
    for frames in ("[{", "{[{"):
        frame, labels = keys.get(frames, _NOTHING), keys.get(f"{frames}[{{", _NOTHING)
        if {"name", "labels"} <= frame and (labels & _SHAPES or {"id", "category"} <= labels):
            return frames == "[{" or "frames" in keys.get("{", _NOTHING)
    return False
