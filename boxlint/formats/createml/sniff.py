"""Tell Create ML's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.createml.read import LISTS, NAMES
from boxlint.formats.json_heads import keys_by_depth

_NOTHING: Final[frozenset[str]] = frozenset()


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text is a list of images with objects that have a label and coordinates, or none at all."""
    keys = keys_by_depth(head)
    image, objects = keys.get("[{", _NOTHING), keys.get("[{[{", _NOTHING)
    return bool(image & {*NAMES} and image & {*LISTS} and (not objects or objects & {"coordinates"}))
