"""Tell VoTT's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth

_NOTHING: Final[frozenset[str]] = frozenset()


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text is an asset with regions, or an object of such; a project without regions is none."""
    keys = keys_by_depth(head)
    is_asset = {"asset", "regions"} <= keys.get("{", _NOTHING)
    return is_asset or ("assets" in keys.get("{", _NOTHING) and {"asset", "regions"} <= keys.get("{{{", _NOTHING))
