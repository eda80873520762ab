"""Keep one of several copies of a file's list of objects."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Removal, Target
from boxlint.fixes.rows import parents_of, rows_by_parent


def keep_one(target: Target) -> Iterator[Removal]:
    """All repetitions of the list after the first; what is compared with nothing, as crowd regions are, stays."""
    columns = target.columns
    repeats = columns("file", "object_list_repeats")
    files = parents_of(target, "file")
    compared = np.where(columns("annotation", "is_comparable"), columns("annotation", "file"), -1)
    repeated = [rows[len(rows) // int(repeats[file]) :] for file, rows in rows_by_parent(compared, files)]
    rows = np.sort(np.concatenate(repeated)) if repeated else np.zeros(0, np.int64)
    if len(rows):
        yield Removal(rows)
