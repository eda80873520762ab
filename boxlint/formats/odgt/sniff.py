"""Tell ODGT by its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.formats.text import decode_head

_BOXES: Final = re.compile(r'\s*\{[^\n]*"gtboxes"\s*:')


def sniff(head: bytes, _: Path | str) -> bool:
    """Whether the file with these first bytes is ODGT: its first lines are objects, one of them with `gtboxes`."""
    text = decode_head(head).lstrip("\ufeff")
    return text.lstrip().startswith("{") and any(map(_BOXES.match, text.splitlines()))
