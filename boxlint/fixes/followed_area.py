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
    area = before.annotations["area"][rows]
    # of a reversed box it may have been negative
    products = np.full(len(before.annotations), np.nan)
    with np.errstate(invalid="ignore", over="ignore"):
        now = Columns(after)("annotation", "box_area")[rows]
        products[before.boxes["annotation"]] = before.boxes["width"] * before.boxes["height"]
        was = products[rows]
        agreed = np.abs(area - was) <= np.maximum(_LEAST, _SHARE * np.abs(was))
        followed = agreed & ~before.annotations["has_mask"][rows] & np.isfinite(now) & (now != area)
    return Change("annotation", rows[followed], "area", now[followed])
