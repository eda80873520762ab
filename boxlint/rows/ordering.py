"""Rows that were gathered in any order, put in that of their files."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.rows.row import ANNOTATION, ImageRow

_FILE, _IMAGE, _CATEGORY, _START = map(ANNOTATION.index, ("file", "image", "category", "start"))


class OrderedRows(Struct, frozen=True):
    """All annotations by file and place: `annotations` (N, 8) float64, the columns of `ANNOTATION`.

    `shapes` has a table (M, K) float64 for each of `SHAPES`. `categories` are in the order in which they are named
    first. `places` (N,) are their rows in the order in which they were gathered, by which `Rows` has the others.
    """

    annotations: Any
    shapes: Mapping[str, Any]
    categories: tuple[str, ...]
    images: Sequence[ImageRow]
    places: Any
    values: Mapping[str, Any]

    def by_place(self, values: Mapping[int, Any]) -> dict[int, Any]:
        """What is known of some rows, in the order in which they were gathered, by their row now."""
        return {int(self.places[row]): value for row, value in values.items()}


def as_table(values: array[float], width: int) -> Any:
    """Flat numbers as rows of some width, (N, width) float64."""
    return np.frombuffer(values.tobytes(), np.float64).reshape(-1, width).copy()


def order_rows(
    annotations: Any,
    shapes: Mapping[str, Any],
    values: Mapping[str, Any],
    categories: tuple[str, ...],
    images: Mapping[int, ImageRow],
) -> OrderedRows:
    """Annotations (N, 8), shapes (M, K) and other values (M, 2) of their rows, in order; numbers become rows."""
    order = np.lexsort((annotations[:, _START], annotations[:, _FILE]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    annotations = annotations[order]
    numbers = sorted(images, key=lambda number: (images[number].file, images[number].start, number))
    annotations[:, _IMAGE] = _renumbered(annotations[:, _IMAGE], {number: row for row, number in enumerate(numbers)})
    for table in (*shapes.values(), *values.values()):
        table[:, 0] = place[table[:, 0].astype(np.int64)]
    return OrderedRows(
        annotations,
        {name: table[np.argsort(table[:, 0], kind="stable")] for name, table in shapes.items()},
        _number_by_first_use(annotations[:, _CATEGORY], categories),
        [images[number] for number in numbers],
        place,
        values,
    )


def _renumbered(numbers: Any, rows: Mapping[int, int]) -> Any:
    """The rows that numbers (N,) stand for; −1 for a number without one."""
    size = int(max(max(rows, default=-1), numbers.max(initial=-1))) + 1
    # the last entry is what −1 reads
    lookup = np.full(size + 1, -1)
    lookup[list(rows)] = list(rows.values())
    return lookup[numbers.astype(np.int64)]


def _number_by_first_use(codes: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers the codes (N,) anew, in place, in the order in which they come; the names in that order."""
    used = codes.astype(np.int64)
    first = np.full(len(names) + 1, len(codes))
    # of a code that stands there several times, the value that is assigned last stays
    first[used[::-1]] = np.arange(len(codes))[::-1]
    order = np.argsort(first[:-1], kind="stable")
    new = np.empty(len(names) + 1, np.int64)
    new[order], new[-1] = np.arange(len(names)), -1
    codes[:] = new[used]
    return tuple(names[code] for code in order.tolist())
