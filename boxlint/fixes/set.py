"""Set the crowd flag to the number that is meant: 1 where what is written means 1, else 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of


def set(target: Target) -> Iterator[Change]:
    """`iscrowd` of annotations where it is absent, or written in another form of 0 or 1."""
    columns, rows = target.columns, annotations_of(target)
    is_meant = columns("annotation", "iscrowd_is_missing") | columns("annotation", "iscrowd_is_convertible")
    rows = rows[is_meant[rows]]
    if len(rows):
        yield Change("annotation", rows, "iscrowd", columns("annotation", "iscrowd")[rows].astype(np.int64))
