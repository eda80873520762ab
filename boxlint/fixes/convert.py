"""Write coordinates that are strings as the numbers that they spell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of


def convert(target: Target) -> Iterator[Change]:
    """`numbers` of annotations whose coordinates are each a number or a string that is one."""
    rows = annotations_of(target)
    rows = rows[target.columns("annotation", "coordinates_are_convertible")[rows]]
    if len(rows):
        yield Change("annotation", rows, "numbers", np.ones(len(rows), np.bool_))
