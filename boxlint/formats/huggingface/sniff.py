"""Tell Hugging Face object detection by its first rows, or by the names of columns at the end of a Parquet file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from boxlint.formats.huggingface.entries import BOXES, OBJECTS
from boxlint.formats.text import decode_head

_PARQUET: Final = b"PAR1"
_LARGEST_FOOTER: Final = 1 << 24
_LINES_TRIED: Final = 50
_KEYS: Final = "|".join(BOXES)
_ROW: Final = re.compile(rf'\{{.*"{OBJECTS}"\s*:\s*[\[{{].*"(?:{_KEYS})"\s*:\s*\[')


def sniff(head: bytes, path: Path | str) -> bool:
    """Whether the first lines are JSON objects and one has boxes in `objects`, or the file is Parquet with them."""
    if head.startswith(_PARQUET):
        footer = _footer(path)
        return OBJECTS.encode() in footer and any(name.encode() in footer for name in BOXES)
    lines = [line.strip() for line in decode_head(head).splitlines()[:_LINES_TRIED] if line.strip()]
    return all(line.startswith("{") for line in lines) and any(map(_ROW.match, lines))


def _footer(path: Path | str) -> bytes:
    """What a Parquet file says of its columns; nothing of a file that is cut off."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 8, 0))
            length = int.from_bytes(file.read(4), "little")
            if file.read(4) != _PARQUET or length > min(size, _LARGEST_FOOTER):
                return b""
            file.seek(size - 8 - length)
            return file.read(length)
    except OSError:
        return b""
