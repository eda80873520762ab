"""A dataset with some of its rows replaced or left out; everything else, and every link, as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from msgspec.structs import replace

from boxlint.joining import join_columns, take_rows
from boxlint.late import LateColumns, as_given
from boxlint.schema import GEOMETRY, PLURALS, SCHEMA, Kind
from boxlint.tables import MISSING_KEY, Column, Keys, Table, Tables, Text

_OWN: Final = frozenset({"file", "image", "category", "index", "start", "end", "shape_digest"})
"""Columns of an annotation that do not come from its record alone."""


def with_columns(tables: Tables, name: str, columns: Mapping[str, Column]) -> Tables:
    """The dataset with other columns in one table."""
    table = tables[name]
    late = LateColumns({**as_given(table.columns), **columns})
    return replace(tables, **{PLURALS[name]: replace(table, columns=late)})


def with_values(column: Column, rows: Any, values: Any) -> Column:
    """A column with other values in some rows; of a text column, `values` is the one text for all of them."""
    if isinstance(column, Text):
        texts = tuple(dict.fromkeys((*column.values, values)))
        codes = np.array(column.codes)
        codes[rows] = texts.index(values) if values else -1
        return Text(codes, texts)
    changed = np.array(column)
    changed[rows] = values
    return changed


def replace_annotations(tables: Tables, rows: Any, part: Tables, part_rows: Any) -> Tables:
    """The dataset whose annotations `rows` (M,) are those of `part` at `part_rows` (M,), and their geometry.

    Links, positions and spans stay those of the dataset. So does what is said to be wrong with a record that
    is not sound yet, because `part` counts its records in another way, and the category where it stands elsewhere.
    """
    own, other = tables.annotations, part.annotations
    columns = {
        name: _replaced(kind, own[name], rows, take_rows(other[name], part_rows))
        for name, kind in SCHEMA["annotation"].items()
        if name not in _OWN
    }
    is_elsewhere = part.annotations["written_category_id"].numbers[part_rows] == MISSING_KEY
    for name in ("written_category_id", "category_id_type"):
        values = take_rows(other[name], part_rows[~is_elsewhere])
        columns[name] = _replaced(SCHEMA["annotation"][name], own[name], rows[~is_elsewhere], values)
    columns["problem"] = _problems(own["problem"], rows, part.annotations["problem"], part_rows)
    replaced = with_columns(tables, "annotation", columns)
    moves = np.full(len(other), -1)
    moves[part_rows] = rows
    for name in GEOMETRY:
        replaced = replace(replaced, **{PLURALS[name]: _geometry(tables[name], rows, part[name], moves, len(own))})
    return replaced


def _replaced(kind: Kind, column: Column, rows: Any, values: Column) -> Column:
    """A column with other values (M,) at `rows` (M,); the column itself, not a copy, where these are no others."""
    if isinstance(column, (Text, Keys)):
        # the values in the codes of the column, which grow by what is new
        coded = join_columns(kind, [take_rows(column, slice(0)), values])
        name = "codes" if isinstance(column, Text) else "numbers"
        changed = _replaced("number", getattr(column, name), rows, getattr(coded, name))
        return column if changed is getattr(column, name) else replace(coded, **{name: changed})
    if np.array_equal(column[rows], values, equal_nan=column.dtype.kind == "f"):
        return column
    changed = np.array(column)
    changed[rows] = values
    return changed


def _problems(own: Text, rows: Any, other: Text, part_rows: Any) -> Text:
    """What was wrong with each record, but for those of `rows` with which nothing is wrong any more."""
    codes = np.array(own.codes)
    codes[rows[other.codes[part_rows] < 0]] = -1
    return Text(codes, own.values)


def _geometry(table: Table, rows: Any, part: Table, moves: Any, count: int) -> Table:
    """The table without the rows of annotations `rows`, and with those of `part`, in the order of annotations."""
    is_replaced = np.zeros(count, np.bool_)
    is_replaced[rows] = True
    kept = ~is_replaced[table["annotation"]]
    owners = moves[part["annotation"]]
    new = owners >= 0
    annotation = np.concatenate([table["annotation"][kept], owners[new]])
    order = np.argsort(annotation, kind="stable")
    columns: dict[str, Column] = {
        column: take_rows(join_columns(kind, [take_rows(table[column], kept), take_rows(part[column], new)]), order)
        for column, kind in SCHEMA[table.name].items()
        if kind != "link"
    }
    columns["annotation"] = annotation[order]
    return replace(table, length=len(order), columns=columns)


def without(tables: Tables, name: str, removed: Any) -> Tables:
    """The dataset without the rows of a table where `removed` (N,) holds: annotations, with their geometry, images
    or categories; links to these lead nowhere then.
    """
    if not removed.any():
        return tables
    kept = ~removed
    table = tables[name]
    columns = {column: take_rows(value, kept) for column, value in table.columns.items()}
    columns["index"] = columns["index"] - _removed_before(table["file"], removed)[kept]
    shrunk = replace(tables, **{PLURALS[name]: replace(table, length=int(kept.sum()), columns=columns)})
    new_rows = np.where(kept, np.cumsum(kept) - 1, -1)
    for other in SCHEMA:
        if name not in SCHEMA[other]:
            continue
        linked = shrunk[other]
        link = linked[name]
        moved = np.where(link >= 0, new_rows[link], -1) if len(new_rows) else link
        if other in GEOMETRY:
            stays = moved >= 0
            columns = {column: take_rows(value, stays) for column, value in linked.columns.items()}
            linked = replace(linked, length=int(stays.sum()), columns={**columns, name: moved[stays]})
        else:
            linked = replace(linked, columns={**linked.columns, name: moved})
        shrunk = replace(shrunk, **{PLURALS[other]: linked})
    return shrunk


def _removed_before(file: Any, removed: Any) -> Any:
    """How many rows of the same file before each row are removed; a file's rows are consecutive. Shape (N,), int64."""
    counts = np.cumsum(removed) - removed
    first = np.concatenate(([True], file[1:] != file[:-1])) if len(file) else np.zeros(0, np.bool_)
    starts = np.maximum.accumulate(np.where(first, np.arange(len(file)), 0)) if len(file) else np.zeros(0, np.int64)
    return counts - counts[starts]
