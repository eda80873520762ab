"""The columnar dataset: one row a thing, one array a column.

A leaf: of ours it imports only the schema. Coordinates are continuous image coordinates in pixels, origin at
the top left corner of the image, kept as written: nothing is rounded, clamped or repaired on reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.schema import PLURALS, SCHEMA, Kind

MISSING_KEY: Final = np.iinfo(np.int64).min
"""The key of an id that is absent."""
FIRST_TEXT_KEY: Final = -(2**62)
"""Ids that are no 64-bit integers get the keys FIRST_TEXT_KEY, FIRST_TEXT_KEY - 1, …"""
_LONGEST_KEY: Final = len(str(2**63))
"""The digits of a number that can be a key."""
JSON_TYPES: Final = ("integer", "float", "string", "boolean", "null", "array", "object")
"""The values of every `…_type` column, in this order."""


class Text(Struct, frozen=True):
    """A text column: `codes` (N,) int32 into the distinct `values`; the code −1 is the empty text."""

    codes: Any
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, row: int) -> str:
        """The text of one row."""
        code = int(self.codes[row])
        return self.values[code] if code >= 0 else ""


class Keys(Struct, frozen=True):
    """A column of ids: `numbers` (N,) int64, equal where the ids are equal.

    An id that is integral (`5`, `5.0`, `"5"`) is its own number, so that references resolve by value;
    any other written value is interned: `FIRST_TEXT_KEY - i` stands for `values[i]`.
    """

    numbers: Any
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.numbers)

    def at(self, row: int) -> int | str | None:
        """The id of one row as its file wrote it (integral text as a number), None where absent."""
        return self.named(int(self.numbers[row]))

    def named(self, number: int) -> int | str | None:
        """The id that a number of this column stands for."""
        if number == MISSING_KEY:
            return None
        return self.values[FIRST_TEXT_KEY - number] if number <= FIRST_TEXT_KEY else number


Column = Any
"""A 1-D array (float64, bool, or int64 for links and offsets), a `Text` or a `Keys`."""


class Table(Struct, frozen=True):
    """Rows of one kind: `columns` maps each name of `SCHEMA[name]` to a column of `length` rows."""

    name: str
    length: int = 0
    columns: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.length

    def __repr__(self) -> str:
        return f"<Table {self.name}: {self.length} rows of {', '.join(self.columns)}>"

    def __getitem__(self, column: str) -> Column:
        return self.columns[column]


class Tables(Struct, frozen=True):
    """A dataset: every file read, as tables that link to one another by row number (−1 leads nowhere)."""

    file_sets: Table
    files: Table
    images: Table
    categories: Table
    annotations: Table
    boxes: Table
    quads: Table
    rotated: Table
    keypoints: Table
    polygons: Table
    masks: Table
    cuboids: Table

    def __getitem__(self, table: str) -> Table:
        """The table by the singular name that rules use: `tables["box"]` is `tables.boxes`."""
        found: Table = getattr(self, PLURALS[table])
        return found


def make_table(name: str, length: int, columns: Mapping[str, Column] | None = None) -> Table:
    """A table of `SCHEMA`; columns that are not given are missing everywhere and take no memory.

    Number columns become float64 (`index`, `start` and `end` int64), flags bool, links int64; a text or
    key column may be given as the `Text` or `Keys` itself.
    """
    given = dict(columns or {})
    complete: dict[str, Column] = {}
    for column, kind in SCHEMA[name].items():
        value = given.pop(column, None)
        complete[column] = _missing(kind, column, length) if value is None else _typed(kind, column, value)
        if len(complete[column]) != length:
            raise ValueError(f"{name}.{column} has {len(complete[column])} rows, expected {length}")
    if given:
        raise ValueError(f"{name} has no column {', '.join(sorted(given))}")
    return Table(name, length, complete)


def make_tables(**tables: Table) -> Tables:
    """A dataset from some of its tables, by plural name; the others are empty."""
    return Tables(**{plural: tables.get(plural) or make_table(name, 0) for name, plural in PLURALS.items()})


_OFFSETS: Final = frozenset({
    "index", "start", "end", "problem_start", "shape_digest", "record_digest", "content_digest",
})  # fmt: skip


def _dtype(kind: Kind, column: str) -> type:
    if kind == "flag":
        return np.bool_
    return np.int64 if kind == "link" or column in _OFFSETS else np.float64


def _missing(kind: Kind, column: str, length: int) -> Column:
    if kind == "text":
        return Text(np.broadcast_to(np.int32(-1), length), ())
    if kind == "key":
        return Keys(np.broadcast_to(np.int64(MISSING_KEY), length), ())
    if kind == "flag":
        return np.broadcast_to(np.False_, length)
    if kind == "link" or column in _OFFSETS:
        return np.broadcast_to(np.int64(0 if column.endswith("digest") else -1), length)
    return np.broadcast_to(np.float64("nan"), length)


def _typed(kind: Kind, column: str, value: Column) -> Column:
    if kind in ("text", "key"):
        return value
    return np.asarray(value, _dtype(kind, column))


def intern(texts: Sequence[str]) -> Text:
    """The text column of N Python strings."""
    codes: dict[str, int] = {}
    numbered = [-1 if text == "" else codes.setdefault(text, len(codes)) for text in texts]
    return Text(np.array(numbered, np.int32), tuple(codes))


def sparse_text(length: int, texts: Mapping[int, str]) -> Text:
    """A text column of which only some rows have a text."""
    column = intern(list(texts.values()))
    codes = np.full(length, -1, np.int32)
    codes[list(texts)] = column.codes
    return Text(codes, column.values)


def written_keys(ids: Sequence[Any]) -> Keys:
    """The key column of N ids as JSON gave them (int, float, str, None, …)."""
    codes: dict[str, int] = {}
    numbers = np.empty(len(ids), np.int64)
    for row, value in enumerate(ids):
        numbers[row] = _key(value, codes)
    return Keys(numbers, tuple(codes))


def _key(value: Any, codes: dict[str, int]) -> int:
    if value is None:
        return int(MISSING_KEY)
    number = value
    if isinstance(value, str):
        text = value.removeprefix("-")
        # "007" and "7" are two ids, so only the canonical spelling counts as the number
        is_number = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
        # Python refuses to make numbers of thousands of digits
        number = int(value) if is_number and len(text) <= _LONGEST_KEY else None
    elif isinstance(value, float):
        number = int(value) if value.is_integer() else None
    if type(number) is int and FIRST_TEXT_KEY < number < 2**63:
        return number
    return FIRST_TEXT_KEY - codes.setdefault(str(value), len(codes))
