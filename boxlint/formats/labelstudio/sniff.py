"""Tell Label Studio's JSON by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.json_heads import keys_by_depth
from boxlint.formats.labelstudio.shapes import LABELS
from boxlint.formats.labelstudio.tasks import LISTS

_NOTHING: Final[frozenset[str]] = frozenset()


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the text is a list of tasks with what was drawn on images, or a list of images with such (JSON-MIN).

    Of tasks that nothing is drawn in yet, it is the names of their members that tell.
    """
    keys = keys_by_depth(head)
    task, inner = keys.get("[{", _NOTHING), keys.get("[{[{", _NOTHING)
    results = keys.get("[{[{[{", _NOTHING)
    if task & {*LISTS} and ("result" in inner or "data" in task):
        return not results or "original_width" in results
    return "original_width" in inner and any(key.endswith(LABELS) for key in inner)
