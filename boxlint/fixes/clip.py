"""Clip boxes to their images, and 3-D boxes to their volumes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape

_SIZES: Final = {
    "box": ("image_width", "image_height"),
    "cuboid": ("image_width", "image_height", "image_depth"),
}


def clip(target: Target) -> Iterator[Change]:
    """Boxes cut at the borders of their image, where something of them is left; unknown borders cut nothing.

    3-D boxes are cut only along axes whose size is known: the others may be in coordinates of the world.
    """
    if target.table not in _SIZES:
        return
    shapes = read_shapes(target, target.table)
    sizes = [target.columns(target.table, name)[target.rows] for name in _SIZES[target.table]]
    borders = np.column_stack([*sizes, *sizes])
    is_low = shapes < 0
    if target.table == "cuboid":
        is_low &= borders > 0
    # comparisons, not minimum: where the size is unknown the side stays as it is
    clipped = np.where(shapes > borders, borders, np.where(is_low, 0.0, shapes))
    starts, ends = np.hsplit(clipped, 2)
    is_left = (starts < ends).all(1, keepdims=True)
    yield from reshape(target, np.where(is_left, clipped, shapes))
