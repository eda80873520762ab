"""A file set with some of its files, in another order: as a reading of these files would have given it."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec.structs import replace

from boxlint.schema import GEOMETRY, PLURALS, SCHEMA
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Column, Keys, Table, Tables, Text


def arrange(tables: Tables, files: Any) -> Tables:
    """The dataset of the file rows `files` (M,) int64 of one file set, each at most once, in that order.

    Rows of other tables come in the order of their files. Categories are those of a list that lies beside the files,
    and then those that objects of these files name, in the order in which they name them first.
    """
    rows = {"file_set": np.arange(len(tables.file_sets)), "file": files}
    moves = {name: _moves(rows[name], len(tables[name])) for name in rows}
    for name, owner in (("image", "file"), ("annotation", "file"), *((name, "annotation") for name in GEOMETRY)):
        rows[name] = _following(tables[name][owner], moves[owner])
        moves[name] = _moves(rows[name], len(tables[name]))
    named = tables.annotations["category"][rows["annotation"]]
    is_beside = tables.categories["is_beside"]
    others = named[(named >= 0) & ~is_beside[named]] if len(is_beside) else named[:0]
    rows["category"] = np.concatenate([np.flatnonzero(is_beside), _in_first_use(others, len(is_beside))])
    moves["category"] = _moves(rows["category"], len(tables.categories))
    arranged = {plural: _arranged(tables[name], rows[name], moves) for name, plural in PLURALS.items()}
    categories = arranged["categories"]
    columns = {**categories.columns, "index": np.arange(len(categories))}
    return Tables(**{**arranged, "categories": replace(categories, columns=columns)})


def _moves(rows: Any, count: int) -> Any:
    """The new row of each of `count` old ones, −1 of those that are left out, and at last of what leads nowhere."""
    moves = np.full(count + 1, -1, np.int64)
    moves[rows] = np.arange(len(rows))
    return moves


def _following(owners: Any, moves: Any) -> Any:
    """The rows whose owner stays, in the order of their owners, and as they were among those of one owner."""
    places = moves[owners]
    rows = np.flatnonzero(places >= 0)
    places = places[rows]
    is_ordered = len(places) == 0 or bool((places[1:] >= places[:-1]).all())
    return rows if is_ordered else rows[np.argsort(places, kind="stable")]


def _arranged(table: Table, rows: Any, moves: dict[str, Any]) -> Table:
    columns: dict[str, Column] = {}
    for name, kind in SCHEMA[table.name].items():
        column = table[name]
        if isinstance(column, Text):
            columns[name] = _text(column, rows)
        elif isinstance(column, Keys):
            columns[name] = _keys(column, rows)
        elif kind == "link":
            columns[name] = moves[name][column[rows]]
        else:
            columns[name] = _taken(column, rows)
    return Table(table.name, len(rows), columns)


def _text(column: Text, rows: Any) -> Text:
    codes = _taken(column.codes, rows)
    if not column.values:
        return Text(codes, ())
    used = _in_first_use(codes[codes >= 0], len(column.values))
    return Text(_moves(used, len(column.values)).astype(np.int32)[codes], tuple([column.values[code] for code in used]))


def _keys(column: Keys, rows: Any) -> Keys:
    numbers = _taken(column.numbers, rows)
    if not column.values:
        return Keys(numbers, ())
    is_text = (numbers <= FIRST_TEXT_KEY) & (numbers != MISSING_KEY)
    codes = FIRST_TEXT_KEY - numbers[is_text]
    used = _in_first_use(codes, len(column.values))
    numbers = np.array(numbers)
    numbers[is_text] = FIRST_TEXT_KEY - _moves(used, len(column.values))[codes]
    return Keys(numbers, tuple([column.values[code] for code in used]))


def _taken(values: Any, rows: Any) -> Any:
    """Some rows; what is one value everywhere takes no memory afterwards either."""
    return np.broadcast_to(values[0], len(rows)) if values.strides == (0,) and len(values) else values[rows]


def _in_first_use(codes: Any, count: int) -> Any:
    """The distinct codes below `count`, in the order in which they come first. Shape (K,), int64."""
    first = np.full(count, len(codes))
    # of several values for one place the last stays, which read backwards is the first
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    order = np.argsort(first, kind="stable")
    return order[: int((first < len(codes)).sum())]
