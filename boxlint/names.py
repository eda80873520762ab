"""What a name means in a table, known without any data: a column, a measure, or a parent's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Final

from boxlint.measures.rowwise import looks_across_rows
from boxlint.schema import GEOMETRY, PARENTS, SCHEMA, Kind
from boxlint.tables import Column

GIVEN: Final[dict[str, dict[str, Kind]]] = {
    "image": {
        "annotations_dropped": "number",
        "annotations_total": "number",
        "lost_to": "text",  # the framework that ignores the whole image, empty where none does
        "annotations_refused": "number",  # for which it does so
        "annotations_lost": "number",  # with which nothing is wrong
    },
}
"""Columns that the linter makes for its second round: verdicts, counted over targets."""

_RETURNS: Final[dict[str, Kind]] = {
    "Numbers": "number",
    "Flags": "flag",
    "Rows": "link",
    "Text": "text",
    "Keys": "key",
}


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
