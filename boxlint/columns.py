"""The columns and measures of a dataset: of a whole table, or of some of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any, Final

from msgspec import Struct, field

from boxlint.arrays import Array, gather, leads_to_own_number, namespace, place
from boxlint.names import ancestors, is_row_wise, kind_of, measures, parameters, through_parent
from boxlint.schema import PLURALS, SCHEMA, Kind
from boxlint.stages import stage
from boxlint.tables import MISSING_KEY, Column, Keys, Tables, Text

PART_ROWS: Final = 2**16
"""Rows that are judged together: 512 KiB a column, of which a processor's cache holds a few."""
_MISSING: Final = {"number": float("nan"), "flag": False, "link": -1}


class Columns(Struct, frozen=True):
    """The columns and measures of a dataset on one device, each made once, by the thread that asks first."""

    tables: Tables
    device: str | None = None
    """None evaluates on numpy; a torch device ("cpu", "cuda:0") on tensors there."""
    part_rows: int = PART_ROWS
    made: dict[tuple[str, str], Column] = field(default_factory=dict)
    being_made: dict[tuple[str, str], Lock] = field(default_factory=dict)
    same_rows: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __call__(self, table: str, name: str) -> Column:
        """The column of a table by any name that means something there."""
        key = (table, name)
        if key not in self.made:
            # no column is made of itself, so that no two threads wait for each other
            with self.being_made.setdefault(key, Lock()):
                if key not in self.made:
                    with stage("column", table, name):
                        self.made[key] = self._make(table, name)
        return self.made[key]

    def give(self, table: str, name: str, column: Column) -> None:
        """Set a column of `GIVEN`."""
        self.made[table, name] = column

    def parts(self, table: str) -> Iterator[Part]:
        """All rows of a table, `part_rows` at a time."""
        for start in range(0, len(self.tables[table]), self.part_rows):
            yield Part(self, table, slice(start, start + self.part_rows))

    def at(self, table: str, rows: Any) -> Part:
        """Some rows of a table, whose numbers are on the host."""
        return Part(self, table, place(rows, self.device))

    def is_long(self, table: str) -> bool:
        """Whether a table has more than one part."""
        return len(self.tables[table]) > self.part_rows

    def has_rows_of(self, table: str, parent: str) -> bool:
        """Whether each row of a table belongs to the row of that number of a parent."""
        key = (table, parent)
        if key not in self.same_rows:
            self.same_rows[key] = leads_to_own_number(self(table, parent), len(self.tables[parent]))
        return self.same_rows[key]

    def _make(self, table: str, name: str) -> Column:
        if name in SCHEMA[table]:
            return self._placed(self.tables[table][name])
        if measure := measures(table).get(name):
            # texts are numbered by part, and read for few rows
            if is_row_wise(table, name) and kind_of(table, name) != "text" and self.is_long(table):
                parts = [part(table, name) for part in self.parts(table)]
                return namespace(parts[0]).concat(parts)
            return measure(*(self._argument(table, argument) for argument in parameters(measure)))
        if inherited := through_parent(table, name):
            parent, rest = inherited
            return _through(self(parent, rest), self(table, parent), kind_of(parent, rest))
        if name in ancestors(table):
            first, *others = ancestors(table)[name]
            if others and self.has_rows_of(table, first):
                return self(first, name)
            link = self(table, first)
            for step, parent in zip(others, [first, *others], strict=False):
                link = gather(self(parent, step), link, -1)
            return link
        raise KeyError(f"{table} has no {name}")

    def _argument(self, table: str, name: str) -> Any:
        if name == "row_count":
            return len(self.tables[table])
        if kind_of(table, name) is not None:
            return self(table, name)
        for other, plural in PLURALS.items():
            rest = name.removeprefix(f"{plural}_")
            if rest != name and kind_of(other, rest) is not None:
                return self(other, rest)
        raise KeyError(f"a measure of {table} reads {name}, which is no column")

    def _placed(self, column: Column) -> Column:
        return _changed(column, lambda array: place(array, self.device))


class Part(Struct, frozen=True):
    """Some rows of one table, read as `Columns` are; what is not of this table is read whole.

    `rows` is a slice, or row numbers where the columns live.
    """

    columns: Columns
    table: str
    rows: Any
    made: dict[str, Column] = field(default_factory=dict)

    @property
    def device(self) -> str | None:
        """Where the columns live."""
        return self.columns.device

    def __call__(self, table: str, name: str) -> Column:
        """The column of the table by any name that means something there, at these rows."""
        if table != self.table:
            return self.columns(table, name)
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def _make(self, name: str) -> Column:
        table, columns = self.table, self.columns
        if (table, name) not in columns.made:
            if is_row_wise(table, name):
                measure = measures(table)[name]
                return measure(*(self(table, argument) for argument in parameters(measure)))
            inherited = None if name in SCHEMA[table] or name in measures(table) else through_parent(table, name)
            if inherited and not columns.has_rows_of(table, inherited[0]):
                parent, rest = inherited
                return _through(columns(parent, rest), self(table, parent), kind_of(parent, rest))
        return _changed(columns(table, name), lambda array: array[self.rows])


def _changed(column: Column, change: Callable[[Array], Array]) -> Column:
    """A column whose array is another, made from its own."""
    if isinstance(column, Text):
        return Text(change(column.codes), column.values)
    if isinstance(column, Keys):
        return Keys(change(column.numbers), column.values)
    return change(column)


def _through(column: Column, link: Array, kind: Kind | None) -> Column:
    if isinstance(column, Text):
        return Text(gather(column.codes, link, -1), column.values)
    if isinstance(column, Keys):
        return Keys(gather(column.numbers, link, MISSING_KEY), column.values)
    missing = _MISSING[kind or "number"]
    is_whole = missing != missing and "float" not in str(column.dtype)  # noqa: PLR0124
    return gather(column, link, -1 if is_whole else missing)
