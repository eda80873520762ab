"""YOLO-OBB, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.independent import Object
from tests.independent.yolo import records as records
from tests.independent.yolo import rows


def objects(path: Path) -> list[Object]:
    """The four corners of each object."""
    return [(name, tuple(numbers[:8])) for name, numbers in rows(path) if len(numbers) in (8, 9)]
