"""Clip boxes to their images."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape


def clip(target: Target) -> Iterator[Change]:
    """Boxes cut at the borders of their image, where something of them is left; unknown borders cut nothing."""
    shapes = read_shapes(target, "box")
    if not len(shapes):
        return
    sizes = [target.columns("box", name)[target.rows] for name in ("image_width", "image_height")]
    borders = np.column_stack([*sizes, *sizes])
    # comparisons, not minimum: where the size is unknown the side stays as it is
    clipped = np.where(shapes > borders, borders, np.where(shapes < 0, 0.0, shapes))
    is_left = (clipped[:, 0] < clipped[:, 2]) & (clipped[:, 1] < clipped[:, 3])
    yield from reshape(target, np.where(is_left[:, None], clipped, shapes))
