"""Tell TensorFlow CSV by its header."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.csv_layout import text_head
from boxlint.formats.tensorflow.layout import find_layout


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the first line names the columns of image, category and corners."""
    return find_layout(text_head(head)) is not None
