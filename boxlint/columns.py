"""Names to columns: a table's own, measured, or read through a link.

In a table a name is, in this order: a column given by the linter, a column of the table, a measure of
it, `<parent>_<name>` read through the link to any ancestor, or the bare name of an ancestor, which is
the row number there. Measures may also read `row_count` and `<plural>_<name>`, a column of another
table in that table's own row order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final

from msgspec import Struct, field

from boxlint.arrays import Array, gather, place
from boxlint.schema import PARENTS, PLURALS, SCHEMA, Kind
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
    made: dict[tuple[str, str], Column] = field(default_factory=dict)

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

    def _make(self, table: str, name: str) -> Column:
        if name in SCHEMA[table]:
            return self._placed(self.tables[table][name])
        if measure := measures(table).get(name):
            return measure(*(self._argument(table, argument) for argument in parameters(measure)))
        if inherited := through_parent(table, name):
            parent, rest = inherited
            return _through(self(parent, rest), self(table, parent), kind_of(parent, rest))
        if name in ancestors(table):
            first, *others = ancestors(table)[name]
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
        if isinstance(column, Text):
            return Text(place(column.codes, self.device), column.values)
        if isinstance(column, Keys):
            return Keys(place(column.numbers, self.device), column.values)
        return place(column, self.device)


def _through(column: Column, link: Array, kind: Kind | None) -> Column:
    if isinstance(column, Text):
        return Text(gather(column.codes, link, -1), column.values)
    if isinstance(column, Keys):
        return Keys(gather(column.numbers, link, MISSING_KEY), column.values)
    missing = _MISSING[kind or "number"]
    is_whole = missing != missing and "float" not in str(column.dtype)  # noqa: PLR0124
    return gather(column, link, -1 if is_whole else missing)
