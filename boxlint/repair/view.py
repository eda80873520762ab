"""A dataset without what fixes remove, and whose rows its own are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.repair.rereading import flags_of
from boxlint.splicing import without
from boxlint.tables import Tables


class View(Struct, frozen=True):
    """The `tables` that are left. `rows` maps a table that lost some to those of the whole that its rows are, (M,)."""

    tables: Tables
    rows: Mapping[str, Any]

    def whole(self, table: str, rows: Any) -> Any:
        """Rows of the view as rows of the whole dataset."""
        return self.rows[table][rows] if table in self.rows else rows


def view_of(tables: Tables, removed: Mapping[str, Collection[int]]) -> View:
    """The view of a dataset without removed annotations and images, by table.

    A category or an image that only annotations name goes with the last of them.
    """
    left, rows = tables, {}
    for table in ("annotation", "image"):
        if removed[table]:
            is_removed = flags_of(removed[table], len(tables[table]))
            left, rows[table] = without(left, table, is_removed), np.flatnonzero(~is_removed)
    if removed["annotation"]:
        owned = left.annotations["image"]
        is_nameless = ~flags_of(owned[owned >= 0], len(left.images)) & (left.images["start"] < 0)
        if is_nameless.any():
            left = without(left, "image", is_nameless)
            rows["image"] = rows.get("image", np.arange(len(is_nameless)))[~is_nameless]
        named = left.annotations["category"]
        is_unused = ~flags_of(named[named >= 0], len(left.categories)) & (left.categories["file"] < 0)
        left, rows["category"] = without(left, "category", is_unused), np.flatnonzero(~is_unused)
    return View(left, rows)
