"""Tables as few and small arrays, and back: each column to the bit, in the type that it had."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.cache.container import plain_dtype
from boxlint.schema import PLURALS, SCHEMA, Kind
from boxlint.shrinking import SCALES, restore, shrink
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
    """Makes of pieces what they were. Raises ValueError, IndexError or KeyError where they cannot have been that."""

    pieces: Sequence[Any]

    def tables(self, packed: PackedTables) -> Tables:
        """A dataset; every link in it leads to a row or nowhere, and every code to a text."""
        return Tables(**{plural: self._table(name, packed) for name, plural in PLURALS.items()})

    def texts(self, packed: PackedTexts) -> tuple[str, ...]:
        """Texts."""
        text, lengths = self.array(packed.text), self.array(packed.lengths)
        # at most one of different texts is blank
        if len(lengths) > len(text) + 1:
            raise ValueError(packed.lengths)
        joined = text.tobytes().decode("utf-8", "surrogatepass")
        places = accumulate(lengths.tolist(), initial=0)
        return tuple([joined[start:end] for start, end in pairwise(places)])

    def array(self, packed: PackedArray) -> Any:
        """A 1-D array; one value everywhere takes no memory."""
        dtype = plain_dtype(packed.dtype)
        if dtype is None or packed.scale not in SCALES:
            raise ValueError(packed)
        return restore(self.pieces[packed.piece], packed.scale, dtype, packed.length)

    def _table(self, name: str, packed: PackedTables) -> Table:
        length, columns = packed.lengths[name], {}
        for column, kind in SCHEMA[name].items():
            columns[column] = self._column(kind, packed.columns[name][column])
            rows = packed.lengths[column] if kind == "link" else 0
            if len(columns[column]) != length or not _leads_somewhere(kind, columns[column], rows):
                raise ValueError(f"{name}.{column}")
        return Table(name, length, columns)

    def _column(self, kind: Kind, packed: PackedColumn) -> Column:
        numbers = self.array(packed.numbers)
        if numbers.dtype.kind not in _KINDS[kind]:
            raise ValueError(packed)
        if kind not in ("text", "key"):
            return numbers
        if packed.values is None:
            raise ValueError(kind)
        values = self.texts(packed.values)
        return Text(numbers, values) if kind == "text" else Keys(numbers, values)


def _leads_somewhere(kind: Kind, column: Column, rows: int) -> bool:
    """Whether a link leads to one of `rows`, a code to a text, or nowhere."""
    if kind in ("number", "flag") or not len(column):
        return True
    numbers, least, most = column, -1, rows
    if isinstance(column, Text):
        numbers, most = column.codes, len(column.values)
    elif isinstance(column, Keys):
        if not column.values:
            return True
        numbers, least, most = column.numbers, FIRST_TEXT_KEY - len(column.values) + 1, 2**63
        numbers = numbers[numbers != MISSING_KEY]
    numbers = numbers[:1] if numbers.strides == (0,) else numbers
    return not len(numbers) or bool(numbers.min() >= least and numbers.max() < most)
