"""WIDER FACE, by the numbers that it declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of the line of each face. Raises ValueError where the numbers do not fit."""
    lines = iter([line for line in data.decode("utf-8-sig", "replace").splitlines() if line.strip()])
    try:
        return [face for _ in lines for face in _faces(lines)]
    except StopIteration:
        raise ValueError("the file ends inside an image") from None


def _faces(lines: Iterator[str]) -> list[list[str]]:
    count = int(next(lines))
    return [next(lines).split() for _ in range(max(count, 1))][:count]


def objects(path: Path) -> list[Object]:
    """The boxes of all faces."""
    found = []
    for row in records(path.read_bytes(), path):
        x, y, width, height = map(float, row[:4])
        found.append(("face", (x, y, x + width, y + height)))
    return found
