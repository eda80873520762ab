"""What the cache keeps of a dataset: the rows for which the conditions of rules hold.

It can be no older than the dataset or a rule, because it is found by all that it comes of: the name of the dataset,
which is that of its tables alone, the condition and its thresholds in full, and the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.cache.container import Container, pack
from boxlint.cache.entry import FAULTS
from boxlint.cache.origin import origin
from boxlint.cache.packing import PackedArray, Packer, Unpacker
from boxlint.late import as_given, made
from boxlint.schema import SCHEMA
from boxlint.tables import Column, Keys, Tables, Text

Flags = dict[str, dict[str, Any]]
"""By condition, and by table, the rows for which it holds: (K,) int64, in order; tables without any are left out."""
_MOST: Final = 4000
"""Conditions: some ten times those of all rules. Beyond that, those go first that came first."""


class _About(Struct, array_like=True):
    origin: str
    dataset: str
    flags: dict[str, dict[str, PackedArray]]


def pack_flags(dataset: str, flags: Flags) -> Any:
    """The bytes of what conditions say of the dataset of this name, buffer after buffer."""
    packer = Packer()
    packed = {
        condition: {table: packer.array(_gaps(rows)) for table, rows in by_table.items()}
        for condition, by_table in list(flags.items())[-_MOST:]
    }
    return pack(msgspec.json.encode(_About(origin(), dataset, packed)).decode(), packer.pieces)


def unpack_flags(container: Container, dataset: str, tables: Tables) -> Flags:
    """What conditions are known to say of a dataset, whose name and tables these are; nothing where none is of it."""
    unpacker = Unpacker(container.arrays)
    try:
        about = msgspec.json.decode(container.about, type=_About)
        if about.dataset != dataset or about.origin != origin():
            return {}
        return {
            condition: {table: _rows(unpacker.array(gaps), len(tables[table])) for table, gaps in by_table.items()}
            for condition, by_table in about.flags.items()
        }
    except FAULTS:
        return {}


def dataset_name(readings: Iterable[str], read: Tables, tables: Tables) -> str:
    """The name of a dataset: of the readings of its parts, and of the columns that it was given since it was `read`."""
    return blake2b(repr((*readings, contents(tables, read))).encode(), digest_size=16).hexdigest()


def contents(tables: Tables, but_for: Tables | None = None) -> str:
    """A digest of all columns of a dataset, but for those that another one shares with it."""
    found = blake2b(digest_size=16)
    for name in SCHEMA:
        given = as_given(tables[name].columns)
        shared = as_given(but_for[name].columns) if but_for else {}
        for column in SCHEMA[name]:
            if given[column] is not shared.get(column):
                for part in _parts(made(given[column])):
                    found.update(f"{name}.{column} {len(part)}\0".encode())
                    found.update(part)
    return found.hexdigest()


def _parts(column: Column) -> Iterator[bytes]:
    numbers = column.codes if isinstance(column, Text) else column.numbers if isinstance(column, Keys) else column
    yield numbers.dtype.str.encode()
    yield numbers.tobytes()
    if isinstance(column, (Text, Keys)):
        yield repr(column.values).encode()


def _gaps(rows: Any) -> Any:
    """How far each row is from the one before, which are small numbers where there are many."""
    return np.diff(rows, prepend=-1)


def _rows(gaps: Any, count: int) -> Any:
    """Row numbers below `count` by their gaps. Raises ValueError where they are none."""
    if gaps.dtype != np.int64 or len(gaps) > count or not ((gaps > 0) & (gaps <= count)).all():
        raise ValueError(gaps)
    rows = np.cumsum(gaps) - 1
    if len(rows) and rows[-1] >= count:
        raise ValueError(gaps)
    return rows
