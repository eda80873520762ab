"""Rows of one table for rows of another: the annotations that a target is about, the records of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from boxlint.fixes.changes import Target
from boxlint.names import ancestors
from boxlint.schema import GEOMETRY


def annotations_of(target: Target) -> Any:
    """The annotations that the target's rows are, or are drawn in; none for other tables. Ascending, (M,) int64."""
    if target.table == "annotation":
        return np.unique(target.rows)
    if target.table not in GEOMETRY:
        return np.zeros(0, np.int64)
    annotations = np.unique(target.columns(target.table, "annotation")[target.rows])
    return annotations[annotations >= 0]


def parents_of(target: Target, parent: str) -> Any:
    """The rows of a parent table that the target's rows are or belong to; none where it is none. Ascending, int64."""
    if target.table == parent:
        return np.unique(target.rows)
    if parent not in ancestors(target.table):
        return np.zeros(0, np.int64)
    rows = target.columns(target.table, parent)[target.rows]
    found = np.unique(rows)
    return found[found >= 0]


def rows_by_parent(link: Any, parents: Any) -> Iterator[tuple[int, Any]]:
    """For each of some parents (M,) the rows whose `link` (N,) leads to it, in their order."""
    rows = np.flatnonzero(np.isin(link, parents))
    rows = rows[np.argsort(link[rows], kind="stable")]
    owners = link[rows]
    starts, ends = (np.searchsorted(owners, parents, side) for side in ("left", "right"))
    for parent, start, end in zip(parents.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield parent, rows[start:end]
