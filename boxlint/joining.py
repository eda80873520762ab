"""Several datasets joined to one: rows in order, links moved, texts and ids interned together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from boxlint.schema import PLURALS, SCHEMA, Kind
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Column, Keys, Table, Tables, Text, make_table, make_tables


def concatenate(parts: Sequence[Tables]) -> Tables:
    """One dataset of several: rows in the order of `parts`, links moved, texts and ids interned together."""
    if len(parts) < 2:
        return parts[0] if parts else make_tables()
    starts = {name: _starts([len(part[name]) for part in parts]) for name in SCHEMA}
    return Tables(**{PLURALS[name]: join_rows(name, [part[name] for part in parts], starts) for name in SCHEMA})


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
        pieces = [np.where(piece >= 0, piece + start, -1) for piece, start in zip(pieces, starts, strict=True)]
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
    return Keys(np.concatenate(arrays), tuple(codes))
