"""UCAS-AOD, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    return [line.split() for line in data.splitlines() if line.strip()]


def objects(path: Path) -> list[Object]:
    """The four corners of each object."""
    found = []
    for line in path.read_text().splitlines():
        fields = line.split()
        name = path.parent.name if len(fields) == 13 else fields.pop(0)
        found.append((name, tuple(map(float, fields[:8]))))
    return found
