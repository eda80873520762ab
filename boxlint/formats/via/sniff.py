"""Tell VIA's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth

_BESIDE: Final = frozenset({"filename", "size", "file_attributes", "fileref"})


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text is a VIA project, or an object of images with regions."""
    keys = keys_by_depth(head)
    image = keys.get("{{", frozenset())
    return "_via_img_metadata" in keys.get("{", frozenset()) or ("regions" in image and bool(image & _BESIDE))
