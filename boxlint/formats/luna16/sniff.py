"""Tell LUNA16's lists of nodules by the names of their columns."""

from __future__ import annotations

from pathlib import Path

from boxlint.formats.luna16.lines import read_header
from boxlint.formats.text import decode_head


def sniff(head: bytes, _path: Path | str) -> bool:
    """Whether the first line names the series, the three coordinates and the diameter in mm."""
    line = decode_head(head).lstrip("\ufeff \t\r\n").splitlines()[:1]
    return bool(line) and read_header(line[0]) is not None
