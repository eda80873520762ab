"""KITTI by a regular expression."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

_LINE: Final = re.compile(r"(?P<name>.*?)(?P<numbers>(?:\s+-?[\d.]+){14,15})\s*")


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    return [line.split() for line in data.splitlines() if line.strip()]


def objects(path: Path) -> list[Object]:
    """The boxes of lines with a class and 14 numbers, or a score too."""
    found = map(_LINE.fullmatch, path.read_text(encoding="utf-8").splitlines())
    return [(line["name"], tuple(map(float, line["numbers"].split()[3:7]))) for line in found if line]
