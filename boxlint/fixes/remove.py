"""Remove what stands before the content of a file: header lines, or a byte-order mark."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from boxlint.fixes.changes import Change, Target


def remove(target: Target) -> Iterator[Change]:
    """`header_lines` for a rule that reads those, `byte_order_mark` for one that reads the encoding."""
    if target.table != "file":
        return
    columns, rows = target.columns, target.rows
    if "header_lines" in target.names:
        headed = rows[columns("file", "header_lines")[rows] > 0]
        if len(headed):
            yield Change("file", headed, "header_lines", np.zeros(len(headed), np.int64))
    if {"encoding", "encoding_is_unusual"} & {*target.names}:
        encoding = columns("file", "encoding")
        marked = np.array([name == "utf-8-sig" for name in encoding.values] + [False])[encoding.codes]
        marked = rows[marked[rows]]
        if len(marked):
            yield Change("file", marked, "byte_order_mark", np.zeros(len(marked), np.bool_))
