"""DOTA, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line after the header."""
    lines = [line for line in data.splitlines() if line.strip()]
    header = next((place for place, line in enumerate(lines) if b":" not in line), len(lines))
    return [line.split() for line in lines[header:]]


def objects(path: Path) -> list[Object]:
    """The four corners of each object."""
    lines = records(path.read_bytes(), path)
    return [(fields[8].decode(), tuple(map(float, fields[:8]))) for fields in lines if len(fields) in (9, 10)]
