"""An area that agreed with its box goes on agreeing when the box is changed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.columns import Columns
from boxlint.fixes.changes import Change
from boxlint.tables import Tables

_SHARE: Final = 0.01
_LEAST: Final = 1.0
"""How far an area may be from its box's, as a share and in square pixels: what BX108 allows."""


def followed_areas(before: Tables, after: Tables, rows: Any) -> Change:
    """The areas that annotations `rows` (M,) are to have after their boxes were changed.

    Of those that have an area and no mask, and whose area was that of their box before.
    """
    old, new = Columns(before), Columns(after)
    area, was, now = (
        old("annotation", "area")[rows],
        old("annotation", "box_area")[rows],
        new("annotation", "box_area")[rows],
    )
    with np.errstate(invalid="ignore"):
        agreed = np.abs(area - was) <= np.maximum(_LEAST, _SHARE * np.abs(was))
        followed = agreed & ~before.annotations["has_mask"][rows] & np.isfinite(now) & (now != was) & (now > 0)
    return Change("annotation", rows[followed], "area", now[followed])
