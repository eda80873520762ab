"""Write values as what they stand for: strings as the numbers that they spell, degrees as radians."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of, parents_of
from boxlint.fixes.shapes import shape_columns


def convert(target: Target) -> Iterator[Change]:
    """In the stage of values `numbers`, of annotations; in that of notation `rotated`, of file sets."""
    if target.stage == "values":
        yield from _numbers(target)
    elif target.table == "file_set":
        yield from _radians(target)


def _numbers(target: Target) -> Iterator[Change]:
    """Those of annotations whose coordinates are each a number or a string that is one."""
    rows = annotations_of(target)
    rows = rows[target.columns("annotation", "coordinates_are_convertible")[rows]]
    if len(rows):
        yield Change("annotation", rows, "numbers", np.ones(len(rows), np.bool_))


def _radians(target: Target) -> Iterator[Change]:
    """All rotated boxes of the file sets, their angles in degrees turned into radians.

    Only of sets all of whose boxes can be read: degrees that stay would have the others converted once more.
    """
    columns = target.columns
    shapes = shape_columns(columns, "rotated")
    is_sound = np.isfinite(shapes).all(1)
    owner, annotation = columns("rotated", "file_set"), columns("rotated", "annotation")
    unread = columns("annotation", "file_set")[columns("annotation", "coordinates_not_numeric")]
    sets = np.setdiff1d(parents_of(target, "file_set"), np.concatenate([owner[~is_sound], unread]))
    is_meant = np.isin(owner, sets) & (annotation >= 0) & (shapes[:, 4] != 0)
    if is_meant.any():
        turned = shapes[is_meant]
        turned[:, 4] = np.radians(turned[:, 4])
        yield Change("annotation", annotation[is_meant], "rotated", turned)
