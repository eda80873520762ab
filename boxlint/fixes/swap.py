"""Swap corners that are in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape


def swap(target: Target) -> Iterator[Change]:
    """Boxes with their upper left corner first; the same four numbers."""
    shapes = read_shapes(target, "box")
    first, second = shapes[:, :2], shapes[:, 2:]
    yield from reshape(target, np.column_stack([np.minimum(first, second), np.maximum(first, second)]))
