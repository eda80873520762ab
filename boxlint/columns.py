"""Names to columns: a table's own, measured, or read through a link.

In a table a name is, in this order: a column given by the linter, a column of the table, a measure of
it, `<parent>_<name>` read through the link to any ancestor, or the bare name of an ancestor, which is
the row number there. Measures may also read `row_count` and `<plural>_<name>`, a column of another
table in that table's own row order.

Most measures look at one row alone. In the tables of annotations, which are long, those are taken of a part of
the rows at a time: what is made on the way fits into a cache, and is gone when the next part is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final

from msgspec import Struct, field

from boxlint.arrays import Array, gather, leads_to_own_number, namespace, place
from boxlint.measures.rowwise import looks_across_rows
from boxlint.schema import GEOMETRY, PARENTS, PLURALS, SCHEMA, Kind
from boxlint.stages import stage
from boxlint.tables import MISSING_KEY, Column, Keys, Tables, Text

GIVEN: Final[dict[str, dict[str, Kind]]] = {
    "image": {"annotations_dropped": "number", "annotations_total": "number"},
}
"""Columns that the linter makes for its second round: verdicts, counted over targets."""

_RETURNS: Final[dict[str, Kind]] = {
    "Numbers": "number",
    "Flags": "flag",
    "Rows": "link",
    "Text": "text",
    "Keys": "key",
}
PART_ROWS: Final = 2**16
"""Rows that are judged together: 512 KiB a column, of which a processor's cache holds a few."""
_MISSING: Final = {"number": float("nan"), "flag": False, "link": -1}


@cache
def measures(table: str) -> dict[str, Callable[..., Column]]:
    """The measures of a table by name: the public functions of its module in `boxlint.measures`."""
    module = import_module(f"boxlint.measures.{table}")
    return {name: getattr(module, name) for name in module.__all__}


@cache
def parameters(measure: Callable[..., Column]) -> tuple[str, ...]:
    """The names that a measure reads."""
    code = measure.__code__
    return code.co_varnames[: code.co_argcount]


@cache
def ancestors(table: str) -> dict[str, tuple[str, ...]]:
    """Every table that links lead to, with the shortest path of links to it."""
    found: dict[str, tuple[str, ...]] = {}
    paths: list[tuple[str, ...]] = [(parent,) for parent in PARENTS[table]]
    while paths:
        path = paths.pop(0)
        if path[-1] not in found:
            found[path[-1]] = path
            paths.extend((*path, parent) for parent in PARENTS[path[-1]])
    return found


@cache
def through_parent(table: str, name: str) -> tuple[str, str] | None:
    """`image_width` as ("image", "width"), where that name means something there."""
    for parent in sorted(ancestors(table), key=len, reverse=True):
        rest = name.removeprefix(f"{parent}_")
        if rest != name and kind_of(parent, rest) is not None:
            return parent, rest
    return None


@cache
def is_given(table: str, name: str) -> bool:
    """Whether a name reads a column of `GIVEN`, directly or through a parent."""
    if name in GIVEN.get(table, {}):
        return True
    inherited = None if name in SCHEMA[table] or name in measures(table) else through_parent(table, name)
    return inherited is not None and is_given(*inherited)


@cache
def kind_of(table: str, name: str) -> Kind | None:
    """What a name is in a table, known without any data; None where it is unknown."""
    own = GIVEN.get(table, {}).get(name) or SCHEMA[table].get(name)
    if own:
        return own
    if measure := measures(table).get(name):
        return _RETURNS[measure.__annotations__["return"]]
    if inherited := through_parent(table, name):
        return kind_of(*inherited)
    return "link" if name in ancestors(table) else None


@cache
def is_row_wise(table: str, name: str) -> bool:
    """Whether a name is a measure, in a table of annotations, of each row by what that row reads."""
    measure = None if name in SCHEMA[table] or table not in GEOMETRY | {"annotation"} else measures(table).get(name)
    if measure is None or looks_across_rows(measure):
        return False
    return all(kind_of(table, argument) is not None for argument in parameters(measure))


def names_of(table: str) -> Iterator[str]:
    """Every name that a rule on this table can read, parents' names with their prefix."""
    for owner, prefix in [(table, ""), *((parent, f"{parent}_") for parent in ancestors(table))]:
        for name in (*GIVEN.get(owner, {}), *SCHEMA[owner], *measures(owner)):
            if kind_of(owner, name) != "link":
                yield prefix + name


class Columns(Struct, frozen=True):
    """The columns and measures of a dataset on one device, each made once, on demand."""

    tables: Tables
    device: str | None = None
    """None evaluates on numpy; a torch device ("cpu", "cuda:0") on tensors there."""
    part_rows: int = PART_ROWS
    made: dict[tuple[str, str], Column] = field(default_factory=dict)
    same_rows: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __call__(self, table: str, name: str) -> Column:
        """The column of a table by any name that means something there."""
        key = (table, name)
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
