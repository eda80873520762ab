"""Renumber annotations whose id is absent, used before, or 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import annotations_of, rows_by_parent
from boxlint.measures.identifier import type_numbers
from boxlint.tables import FIRST_TEXT_KEY, JSON_TYPES, MISSING_KEY

_STRING: Final = JSON_TYPES.index("string")
_LARGEST: Final = 2**63 - 1


def renumber(target: Target) -> Iterator[Change]:
    """`id` of annotations in row order: the numbers after the largest id of their file set, one COCO file.

    `id_type` too where the others are strings. Nothing where ids are texts that are no integers, or where no room is
    left in 64 bits.
    """
    columns, annotations = target.columns, annotations_of(target)
    keys, owner = columns("annotation", "id").numbers, columns("annotation", "file_set")
    types = type_numbers(columns("annotation", "id_type"))
    for file_set, rows in rows_by_parent(owner, np.unique(owner[annotations])):
        present = keys[rows][keys[rows] != MISSING_KEY]
        integral = present[present > FIRST_TEXT_KEY]
        if len(present) and not len(integral):
            continue
        largest = max(0, int(integral.max(initial=0)), target.issued.get(file_set, 0))
        chosen = np.intersect1d(rows, annotations, assume_unique=True)
        if largest > _LARGEST - len(chosen):
            continue
        target.issued[file_set] = largest + len(chosen)
        yield Change("annotation", chosen, "id", largest + 1 + np.arange(len(chosen)))
        if len(present) and (types[rows][keys[rows] != MISSING_KEY] == _STRING).all():
            yield Change("annotation", chosen, "id_type", np.full(len(chosen), "string"))
