"""Tell COCO results from other JSON lists: by the score of each image's detections."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from boxlint.formats.coco.sniff import decoded, list_keys

_REFERENCES: Final = frozenset({"image_id", "score"})
_SHAPES: Final = frozenset({"bbox", "segmentation", "keypoints"})


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the file with these first bytes is a list of results."""
    text = decoded(head)
    if not text.lstrip("\ufeff \t\r\n").startswith("["):
        return False
    keys = list_keys(text)
    return keys >= _REFERENCES and bool(keys & _SHAPES)
