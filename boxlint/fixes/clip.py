"""Clip boxes to their images, and 3-D boxes to their volumes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

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
    clipped = cut(shapes, sizes)
    if target.table == "cuboid":
        clipped = np.where(np.column_stack([*sizes, *sizes]) > 0, clipped, shapes)
    starts, ends = np.hsplit(clipped, 2)
    is_left = (starts < ends).all(1, keepdims=True)
    yield from reshape(target, np.where(is_left, clipped, shapes))


def cut(shapes: Any, sizes: Sequence[Any]) -> Any:
    """Boxes (M, 2k) as corners, cut at the borders of images of k sizes (M,); unknown borders cut nothing."""
    borders = np.column_stack([*sizes, *sizes])
    # comparisons, not minimum: where the size is unknown the side stays as it is
    return np.where(shapes > borders, borders, np.where(shapes < 0, 0.0, shapes))
