"""Write boxes anew whose two corners were read as position and size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import parents_of


def rewrite(target: Target) -> Iterator[Change]:
    """All boxes of the file sets: what was taken for width and height is the lower right corner.

    Only boxes of four finite numbers.
    """
    columns = target.columns
    written = np.column_stack([columns("box", name) for name in ("x_min", "y_min", "width", "height")])
    read = np.column_stack([columns("box", name) for name in ("x_min", "y_min", "x_max", "y_max")])
    annotation = columns("box", "annotation")
    is_meant = np.isin(columns("box", "file_set"), parents_of(target, "file_set")) & (annotation >= 0)
    is_meant &= np.isfinite(written).all(1) & (written != read).any(1)
    if is_meant.any():
        yield Change("annotation", annotation[is_meant], "box", written[is_meant])
