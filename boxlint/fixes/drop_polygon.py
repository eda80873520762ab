"""Drop polygons; an annotation that would keep none gets the rectangle of its box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.rows import rows_by_parent

_CORNERS: Final = (0, 1, 2, 1, 2, 3, 0, 3)
"""Places of the rectangle's coordinates, vertex by vertex, among x_min, y_min, x_max, y_max."""


def drop_polygon(target: Target) -> Iterator[Change]:
    """`polygons` of the annotations whose polygons are hit, without these.

    Where all of an annotation are hit, the first becomes the rectangle of the upright box: an empty list is no mask
    that loaders could read. Without a box that has an area nothing is changed there.
    """
    if target.table != "polygon":
        return
    columns, rows = target.columns, target.rows
    owner, part = columns("polygon", "annotation"), columns("polygon", "part").astype(np.int64)
    counts = np.bincount(owner)
    boxes = np.column_stack([columns("annotation", f"box_{name}") for name in ("x_min", "y_min", "x_max", "y_max")])
    has_area = columns("annotation", "has_upright_area")
    changed: list[int] = []
    values: list[dict[int, tuple[float, ...]]] = []
    for annotation, own in rows_by_parent(owner[rows], np.unique(owner[rows])):
        parts: dict[int, tuple[float, ...]] = dict.fromkeys(part[rows[own]].tolist(), ())
        if len(own) == counts[annotation]:
            if not has_area[annotation]:
                continue
            parts[min(parts)] = tuple(boxes[annotation, list(_CORNERS)].tolist())
        changed.append(annotation)
        values.append(parts)
    if changed:
        yield Change("annotation", np.array(changed, np.int64), "polygons", values)
