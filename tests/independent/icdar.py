"""ICDAR by a regular expression: as many pairs of numbers as there are before the last field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

_OUTLINE: Final = re.compile(r"(?:-?[\d.]+,){10,}")
_QUAD: Final = re.compile(r"((?:-?[\d.]+,){8})([^,]*|[^,]*[^\d,][^,]*,.*)")


def records(data: bytes, _: Path) -> list[Any]:
    """The lines."""
    return [line for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]


def objects(path: Path) -> list[Object]:
    """The quadrilaterals, and the boxes around outlines of more corners."""
    found = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        quad = _QUAD.fullmatch(line.strip())
        outline = _OUTLINE.match(line.strip())
        if quad:
            found.append(("text", tuple(float(number) for number in quad[1].split(",")[:8])))
        elif outline:
            numbers = [float(number) for number in outline[0].rstrip(",").split(",")]
            xs, ys = numbers[::2], numbers[1::2]
            found.append(("text", (min(xs), min(ys), max(xs), max(ys))))
    return found
