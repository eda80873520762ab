"""Tables as few and small arrays, and back: each column to the bit, in the type that it had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.cache.container import plain_dtype
from boxlint.late import Late, LateColumns
from boxlint.schema import PLURALS, SCHEMA, Kind
from boxlint.shrinking import can_restore, restore, shrink
from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Column, Keys, Table, Tables, Text

_KINDS: Final[dict[Kind, str]] = {"number": "fi", "flag": "b", "link": "i", "text": "i", "key": "i"}
"""The kinds of numbers that columns have, as numpy calls them."""


class PackedArray(Struct, array_like=True, frozen=True):
    """An array of `length` values of type `dtype`, `scale` times which are in a piece; see `shrinking`."""

    dtype: str
    length: int
    piece: int
    scale: int


class PackedColumn(Struct, array_like=True, frozen=True):
    """A column: its numbers, and of a text or key column the values that they stand for."""

    numbers: PackedArray
    values: PackedTexts | None = None


class PackedTexts(Struct, array_like=True, frozen=True):
    """Texts one after another as UTF-8, and how many characters each has."""

    text: PackedArray
    lengths: PackedArray


class PackedTables(Struct, array_like=True, frozen=True):
    """Which table has how many rows, and where each of its columns is."""

    lengths: dict[str, int]
    columns: dict[str, dict[str, PackedColumn]]


class Packer:
    """Gathers arrays, each 1-D and contiguous, in `pieces`."""

    def __init__(self) -> None:
        self.pieces: list[Any] = []

    def tables(self, tables: Tables) -> PackedTables:
        """A dataset."""
        columns = {
            name: {column: self._column(tables[name][column]) for column in SCHEMA[name]} for name in SCHEMA
        }  # fmt: skip
        return PackedTables({name: len(tables[name]) for name in SCHEMA}, columns)

    def texts(self, texts: Sequence[str]) -> PackedTexts:
        """Any texts, with what no encoding has among them."""
        joined = np.frombuffer("".join(texts).encode("utf-8", "surrogatepass"), np.uint8)
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        return PackedTexts(self.array(joined), self.array(lengths))

    def array(self, values: Any) -> PackedArray:
        """A 1-D array of numbers or flags."""
        small, scale = shrink(values)
        self.pieces.append(np.ascontiguousarray(small))
        return PackedArray(values.dtype.str, len(values), len(self.pieces) - 1, scale)

    def _column(self, column: Column) -> PackedColumn:
        if isinstance(column, Text):
            return PackedColumn(self.array(column.codes), self.texts(column.values))
        if isinstance(column, Keys):
            return PackedColumn(self.array(column.numbers), self.texts(column.values))
        return PackedColumn(self.array(column))


class Unpacker(Struct, frozen=True):
    """Makes of pieces what they were. Raises ValueError, IndexError or KeyError where they cannot have been that.

    That is looked at at once, so that columns can be made late: it cannot fail any more.
    """

    pieces: Sequence[Any]

    def tables(self, packed: PackedTables) -> Tables:
        """A dataset; every link in it leads to a row or nowhere, and every code to a text."""
        return Tables(**{plural: self._table(name, packed) for name, plural in PLURALS.items()})

    def array(self, packed: PackedArray) -> Any:
        """A 1-D array; one value everywhere takes no memory."""
        return restore(*self._shrunk(packed))

    def texts(self, packed: PackedTexts) -> tuple[str, ...]:
        """Texts."""
        return _cut(*self._joined(packed))

    def _table(self, name: str, packed: PackedTables) -> Table:
        length, columns = packed.lengths[name], {}
        for column, kind in SCHEMA[name].items():
            rows = packed.lengths[column] if kind == "link" else 0
            columns[column] = Late(self._column(kind, packed.columns[name][column], length, rows))
        return Table(name, length, LateColumns(columns))

    def _column(self, kind: Kind, packed: PackedColumn, length: int, rows: int) -> Callable[[], Column]:
        """How a column is made; one of links leads to a table of so many `rows`."""
        numbers = self._shrunk(packed.numbers)
        small, _, dtype, count = numbers
        if dtype.kind not in _KINDS[kind] or count != length:
            raise ValueError(packed)
        if kind == "link":
            _require_within(small, -1, rows)
        if kind not in ("text", "key"):
            return partial(restore, *numbers)
        if packed.values is None:
            raise ValueError(kind)
        texts = self._joined(packed.values)
        if kind == "text":
            _require_within(small, -1, len(texts[1]))
            return partial(_text, numbers, texts)
        if len(texts[1]):
            _require_within(small[small != MISSING_KEY], FIRST_TEXT_KEY - len(texts[1]) + 1, 2**63)
        return partial(_keys, numbers, texts)

    def _shrunk(self, packed: PackedArray) -> _Shrunk:
        dtype, small = plain_dtype(packed.dtype), self.pieces[packed.piece]
        if dtype is None or not can_restore(small, packed.scale, dtype, packed.length):
            raise ValueError(packed)
        return small, packed.scale, dtype, packed.length

    def _joined(self, packed: PackedTexts) -> _Joined:
        text, lengths = self.array(packed.text), self.array(packed.lengths)
        # at most one of different texts is blank
        if len(lengths) > len(text) + 1:
            raise ValueError(packed.lengths)
        return text.tobytes().decode("utf-8", "surrogatepass"), lengths


_Shrunk = tuple[Any, int, Any, int]
"""What `restore` takes."""
_Joined = tuple[str, Any]
"""Texts one after another, and how many characters each has."""


def _text(codes: _Shrunk, values: _Joined) -> Text:
    return Text(restore(*codes), _cut(*values))


def _keys(numbers: _Shrunk, values: _Joined) -> Keys:
    return Keys(restore(*numbers), _cut(*values))


def _cut(joined: str, lengths: Any) -> tuple[str, ...]:
    places = accumulate(lengths.tolist(), initial=0)
    return tuple([joined[start:end] for start, end in pairwise(places)])


def _require_within(numbers: Any, least: int, end: int) -> None:
    """Raise ValueError where a number is below `least`, or not below `end`."""
    if len(numbers) and not (numbers.min() >= least and numbers.max() < end):
        raise ValueError(least, end)
