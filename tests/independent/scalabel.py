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
    """The boxes; of labels without one, the box around the first outline, where that is closed and has no curves."""
    found: list[Object] = []
    for label in records(path.read_bytes(), path):
        if label.get("box2d"):
            found.append((label["category"], tuple(label["box2d"][key] for key in ("x1", "y1", "x2", "y2"))))
        elif label.get("poly2d") and label["poly2d"][0]["closed"] and set(label["poly2d"][0]["types"]) == {"L"}:
            xs, ys = zip(*label["poly2d"][0]["vertices"], strict=True)
            found.append((label["category"], (min(xs), min(ys), max(xs), max(ys))))
    return found
