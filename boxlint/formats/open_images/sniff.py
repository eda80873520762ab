"""Tell Open Images CSV by its header."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.csv_layout import text_head
from boxlint.formats.open_images.layout import find_layout


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the first line names the columns of Open Images boxes."""
    return find_layout(text_head(head)) is not None
