"""Tell Pascal VOC XML by its content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from boxlint.formats.xml_kind import xml_kind

_ORIENTED: Final = ("dior", "rolabelimg")


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the file with these first bytes is Pascal VOC XML."""
    return xml_kind(head) == "voc"


def settle(counts: Mapping[str, int], _folder: str) -> str:
    """Files of objects with upright boxes only, or with none, belong to the set that they lie in."""
    name = max(_ORIENTED, key=lambda name: counts.get(name, 0))
    return name if counts.get(name, 0) > counts.get("voc", 0) else "voc"
