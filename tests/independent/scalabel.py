"""Scalabel by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"box2d", "poly2d"}


def records(data: bytes, _: Path) -> list[Any]:
    """The labels of all frames."""
    value = json.loads(data.decode("utf-8-sig"))
    frames = value.get("frames") if isinstance(value, dict) else value
    if not isinstance(frames, list):
        raise ValueError("no list")
    lists = (frame.get("labels") for frame in frames if isinstance(frame, dict))
    return [label for labels in lists if isinstance(labels, list) for label in labels]


def objects(path: Path) -> list[Object]:
    """The boxes."""
    labels = [label for label in records(path.read_bytes(), path) if label.get("box2d")]
    return [(label["category"], tuple(label["box2d"][key] for key in ("x1", "y1", "x2", "y2"))) for label in labels]
