"""YOLO poses, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.independent import Object
from tests.independent.yolo import records as records
from tests.independent.yolo import rows


def objects(path: Path) -> list[Object]:
    """The corners of the boxes that have keypoints."""
    found = rows(path)
    most = max((len(numbers) for _, numbers in found), default=0)
    return [
        (name, (x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        for name, (x, y, width, height) in ((name, numbers[:4]) for name, numbers in found if len(numbers) == most)
    ]
