"""Tell RetinaNet CSV by its records."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.csv_layout import text_head
from boxlint.formats.retinanet.layout import is_retinanet


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether most of the first lines are an image file, four numbers and a class, or an image file and nothing."""
    return is_retinanet(text_head(head))
