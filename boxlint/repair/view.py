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

    A category that only objects name goes with the last of them, and so does an image that only results name.
    """
    left, rows = tables, {}
    for table in ("annotation", "image"):
        if removed[table]:
            is_removed = flags_of(removed[table], len(tables[table]))
            left, rows[table] = without(left, table, is_removed), np.flatnonzero(~is_removed)
    if removed["annotation"]:
        is_listed = (left.categories["file"] >= 0) | left.categories["is_beside"]
        left, rows["category"] = _without_unnamed(left, "category", ~is_listed)
        left, kept = _without_unnamed(left, "image", left.images["start"] < 0)
        rows["image"] = rows["image"][kept] if "image" in rows else kept
    return View(left, rows)


def _without_unnamed(tables: Tables, name: str, is_listed_nowhere: Any) -> tuple[Tables, Any]:
    """The dataset without the categories or images that nothing names but annotations, and these no more.

    `is_listed_nowhere` (N,). Also which rows are left, (M,).
    """
    named = tables.annotations[name]
    is_unused = is_listed_nowhere & ~flags_of(named[named >= 0], len(tables[name]))
    return without(tables, name, is_unused), np.flatnonzero(~is_unused)
