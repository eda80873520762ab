"""YOLO segmentation, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.independent import Object
from tests.independent.yolo import records as records
from tests.independent.yolo import rows


def objects(path: Path) -> list[Object]:
    """The extent of each polygon."""
    polygons = [(name, numbers) for name, numbers in rows(path) if len(numbers) >= 6 and len(numbers) % 2 == 0]
    return [(name, (min(n[::2]), min(n[1::2]), max(n[::2]), max(n[1::2]))) for name, n in polygons]
