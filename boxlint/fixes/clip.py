"""Clip boxes to their images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape


def clip(target: Target) -> Iterator[Change]:
    """Boxes cut at the borders of their image, where something of them is left; unknown borders cut nothing."""
    shapes = read_shapes(target, "box")
    if not len(shapes):
        return
    clipped = cut(shapes, *(target.columns("box", name)[target.rows] for name in ("image_width", "image_height")))
    is_left = (clipped[:, 0] < clipped[:, 2]) & (clipped[:, 1] < clipped[:, 3])
    yield from reshape(target, np.where(is_left[:, None], clipped, shapes))


def cut(boxes: Any, widths: Any, heights: Any) -> Any:
    """Boxes (M, 4) as corners, cut at the borders of images of these sizes (M,); unknown borders cut nothing."""
    borders = np.column_stack([widths, heights, widths, heights])
    # comparisons, not minimum: where the size is unknown the side stays as it is
    return np.where(boxes > borders, borders, np.where(boxes < 0, 0.0, boxes))
