"""Several datasets, or the parts of one file set, joined to one: links moved, texts and ids interned together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from msgspec.structs import replace

from boxlint.late import Late, LateColumns, as_given, made
from boxlint.schema import PLURALS, SCHEMA, Kind
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Column, Keys, Table, Tables, Text, make_table, make_tables

_CategoryName = tuple[Any, str]
"""What a category is known by: its id, None without one, and its name."""


def concatenate(parts: Sequence[Tables]) -> Tables:
    """One dataset of several: rows in the order of `parts`, links moved, texts and ids interned together."""
    if len(parts) < 2:
        return parts[0] if parts else make_tables()
    starts = {name: _starts([len(part[name]) for part in parts]) for name in SCHEMA}
    return Tables(**{PLURALS[name]: _join_late(name, [part[name] for part in parts], starts) for name in SCHEMA})


def _join_late(name: str, tables: Sequence[Table], starts: Mapping[str, Sequence[int]]) -> Table:
    """What `join_rows` gives, each column of it when somebody asks for it."""
    given = [as_given(table.columns) for table in tables]
    columns = {
        column: Late(partial(_join_made, kind, [columns[column] for columns in given], starts.get(column, ())))
        for column, kind in SCHEMA[name].items()
    }
    return Table(name, sum(map(len, tables)), LateColumns(columns))


def _join_made(kind: Kind, pieces: Sequence[Column | Late], starts: Sequence[int]) -> Column:
    return join_columns(kind, [made(piece) for piece in pieces], starts)


def merge(parts: Sequence[Tables]) -> Tables:
    """One file set of its parts, files in order: what one reading of all its files gives.

    Each part has the one row of the file set, and is of a format that names the category in each object. Categories
    of one id and name are united, in the order in which they come first.
    """
    if len(parts) == 1:
        return parts[0]
    starts = {name: _starts([len(part[name]) for part in parts]) for name in SCHEMA}
    starts["file_set"] = starts["category"] = [0] * len(parts)
    codes: dict[_CategoryName, int] = {}
    renumbered = [_with_categories(part, codes) for part in parts]
    joined = {name: join_rows(name, [part[name] for part in renumbered], starts) for name in SCHEMA}
    joined["file_set"] = parts[0].file_sets
    joined["category"] = _first_of_each(joined["category"])
    return Tables(**{PLURALS[name]: table for name, table in joined.items()})


def _with_categories(part: Tables, codes: dict[_CategoryName, int]) -> Tables:
    """A part whose links to categories are the `codes` of their ids and names, which grow by those that are new."""
    # the last entry is what the link −1 reads
    lookup = np.array([codes.setdefault(name, len(codes)) for name in _names(part.categories)] + [-1], np.int64)
    annotations = part.annotations
    columns = {**annotations.columns, "category": lookup[annotations["category"]]}
    return replace(part, annotations=replace(annotations, columns=columns))


def _names(categories: Table) -> list[_CategoryName]:
    return [(categories["id"].at(row), categories["name"].at(row)) for row in range(len(categories))]


def _first_of_each(categories: Table) -> Table:
    """The categories without those whose id and name an earlier one has."""
    first: dict[_CategoryName, int] = {}
    for row, name in enumerate(_names(categories)):
        first.setdefault(name, row)
    rows = np.array([*first.values()], np.int64)
    columns = {column: take_rows(value, rows) for column, value in categories.columns.items()}
    return make_table("category", len(rows), {**columns, "index": np.arange(len(rows))})


def join_rows(name: str, tables: Sequence[Table], starts: Mapping[str, Sequence[int]]) -> Table:
    """One table of several of the same name; links to each other table are moved by its `starts`."""
    columns = {
        column: join_columns(kind, [table[column] for table in tables], starts.get(column, ()))
        for column, kind in SCHEMA[name].items()
    }
    return make_table(name, sum(map(len, tables)), columns)


def _starts(lengths: Iterable[int]) -> list[int]:
    starts, total = [], 0
    for length in lengths:
        starts.append(total)
        total += length
    return starts


def join_columns(kind: Kind, pieces: Sequence[Column], starts: Sequence[int] = ()) -> Column:
    """One column of several: texts and ids interned together, links moved by the `starts` of their pieces."""
    if kind == "text":
        return _join_texts(pieces)
    if kind == "key":
        return _join_keys(pieces)
    if kind == "link":
        pieces = [np.where(piece >= 0, piece + start, -1) if start else piece for piece, start in zip(pieces, starts)]
    return join_arrays(pieces)


def take_rows(column: Column, rows: Any) -> Column:
    """A column at some rows: their numbers (M,), a flag for each (N,), or a slice."""
    if isinstance(column, Text):
        return Text(column.codes[rows], column.values)
    if isinstance(column, Keys):
        return Keys(column.numbers[rows], column.values)
    return column[rows]


def join_arrays(pieces: Sequence[Any]) -> Any:
    """One array of several; where each is one value throughout, and the same, it takes the memory of one value."""
    filled = [piece for piece in pieces if len(piece)]
    if filled and all(piece.strides[0] == 0 and piece[:1].tobytes() == filled[0][:1].tobytes() for piece in filled):
        return np.broadcast_to(filled[0][0], sum(map(len, filled)))
    return np.concatenate(pieces)


def _join_texts(pieces: Sequence[Text]) -> Text:
    if not any(piece.values for piece in pieces):
        return Text(join_arrays([np.broadcast_to(np.int32(-1), len(piece)) for piece in pieces]), ())
    codes: dict[str, int] = {}
    arrays = []
    for piece in pieces:
        # the last entry is what the code −1 reads
        lookup = np.array([codes.setdefault(value, len(codes)) for value in piece.values] + [-1], np.int32)
        codes_of = piece.codes
        is_constant = len(codes_of) and codes_of.strides[0] == 0
        arrays.append(np.broadcast_to(lookup[codes_of[0]], len(codes_of)) if is_constant else lookup[codes_of])
    return Text(join_arrays(arrays), tuple(codes))


def _join_keys(pieces: Sequence[Keys]) -> Keys:
    codes: dict[str, int] = {}
    arrays = []
    for piece in pieces:
        numbers = piece.numbers
        if piece.values:
            lookup = np.array([codes.setdefault(value, len(codes)) for value in piece.values], np.int64)
            is_text = (numbers <= FIRST_TEXT_KEY) & (numbers != MISSING_KEY)
            numbers = numbers.copy()
            numbers[is_text] = FIRST_TEXT_KEY - lookup[FIRST_TEXT_KEY - numbers[is_text]]
        arrays.append(numbers)
    return Keys(join_arrays(arrays), tuple(codes))
