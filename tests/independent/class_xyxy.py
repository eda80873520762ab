"""Lines of a class and four numbers between blanks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    return [line.split() for line in data.splitlines() if line.strip()]


def objects(path: Path) -> list[Object]:
    """The box of each object."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [(fields[0], tuple(map(float, fields[-4:]))) for fields in lines]
