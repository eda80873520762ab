"""Write numbers in the notation that their place calls for: strings as numbers, degrees as radians."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of, parents_of


def convert(target: Target) -> Iterator[Change]:
    """`numbers` of annotations whose coordinates are each a number or a string that is one; of file sets, `rotated`."""
    if target.table == "file_set":
        yield from _radians(target)
        return
    rows = annotations_of(target)
    rows = rows[target.columns("annotation", "coordinates_are_convertible")[rows]]
    if len(rows):
        yield Change("annotation", rows, "numbers", np.ones(len(rows), np.bool_))


def _radians(target: Target) -> Iterator[Change]:
    """All rotated boxes of the file sets that are finite numbers, their angles taken for degrees."""
    columns = target.columns
    names = ("center_x", "center_y", "width", "height", "angle")
    shapes = np.column_stack([columns("rotated", name) for name in names])
    annotation = columns("rotated", "annotation")
    is_meant = np.isin(columns("rotated", "file_set"), parents_of(target, "file_set")) & (annotation >= 0)
    is_meant &= np.isfinite(shapes).all(1) & (shapes[:, 4] != 0)
    shapes[:, 4] *= math.pi / 180
    if is_meant.any():
        yield Change("annotation", annotation[is_meant], "rotated", shapes[is_meant])
