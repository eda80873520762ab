"""Tell SODA-A JSON by its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from boxlint.text.source import decode_head

_START: Final = re.compile(r"\s*\{")
_POLY: Final = re.compile(r'"annotations"\s*:\s*\[\s*\{[^{}]*"poly"\s*:\s*\[')


def sniff(head: bytes, _path: Path | str) -> bool:
    """Whether the file is SODA-A: the first of its annotations has a `poly`."""
    text = decode_head(head)
    return _START.match(text) is not None and _POLY.search(text) is not None
