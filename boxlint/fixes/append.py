"""Append the difficulty 0 to lines that end before it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of


def append(target: Target) -> Iterator[Change]:
    """`difficult` of annotations without it."""
    rows = annotations_of(target)
    rows = rows[target.columns("annotation", "difficulty_is_missing")[rows]]
    if len(rows):
        yield Change("annotation", rows, "difficult", np.zeros(len(rows), np.int64))
