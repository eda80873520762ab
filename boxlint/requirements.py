"""What rules need before they can be judged: other rules' verdicts, and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from typing import Final

from boxlint.names import ancestors, kind_of, measures, parameters, through_parent
from boxlint.ruleset import Rule
from boxlint.schema import PLURALS, SCHEMA

_SETS: Final = frozenset({"file_set", "category"})
"""Tables whose rows stand for rows of many files, where a file has one image."""


def in_order(selected: Iterable[Rule], rules: Mapping[str, Rule]) -> list[Rule]:
    """The selected rules and those they require, each after what it requires."""
    graph: dict[str, tuple[str, ...]] = {}
    waiting = [rule.code for rule in selected]
    while waiting:
        code = waiting.pop()
        if code not in graph:
            graph[code] = rules[code].requires
            waiting.extend(rules[code].requires)
    return [rules[code] for code in TopologicalSorter(graph).static_order()]


def wanted_columns(selected: Iterable[Rule], rules: Mapping[str, Rule]) -> frozenset[str]:
    """What these rules read, as "table.column" and, for whole tables, "table": for `ReadOptions.wanted`."""
    return frozenset().union(*map(columns_read, in_order(selected, rules)))


def columns_read(rule: Rule) -> frozenset[str]:
    """What one rule reads, in the same form."""
    wanted: set[str] = set()
    for table in rule.on:
        wanted.add(table)
        for name in (*rule.names, rule.related):
            _want(table, name, wanted)
    return frozenset(wanted)


def judges_sets(rule: Rule) -> bool:
    """Whether a rule reads what is counted over a category or a file set: of some of the files it is something else."""
    return any(_counts_over_sets(table, name) for table in rule.on for name in rule.names)


def looks_beyond_files(rule: Rule) -> bool:
    """Whether what a rule says of a file may depend on other files of its set: it counts over them or compares them."""
    return judges_sets(rule) or bool(rule.related and not {"image", "category"}.isdisjoint(rule.on))


def compares_splits(rule: Rule) -> bool:
    """Whether what a rule says of a file may depend on other splits of its dataset, which are other file sets."""
    return not {"file.split", "image.split"}.isdisjoint(columns_read(rule))


@cache
def _counts_over_sets(table: str, name: str) -> bool:
    if name in SCHEMA[table]:
        return False
    if measure := measures(table).get(name):
        return any(_is_counted(table, argument) for argument in parameters(measure))
    inherited = through_parent(table, name)
    return inherited is not None and _counts_over_sets(*inherited)


def _is_counted(table: str, name: str) -> bool:
    """Whether an argument of a measure has the rows of a set's members, or of the sets that rows are grouped by."""
    if kind_of(table, name) is not None:
        return _counts_over_sets(table, name)
    return any(
        _has_sets_in(table, other) or _counts_over_sets(other, name.removeprefix(f"{plural}_"))
        for other, plural in PLURALS.items()
        if name.startswith(f"{plural}_")
    )


def _has_sets_in(table: str, other: str) -> bool:
    """Whether one of two tables is of sets, and the other of their members."""
    return any(upper in _SETS and upper in ancestors(lower) for upper, lower in ((table, other), (other, table)))


def _want(table: str, name: str, wanted: set[str]) -> None:
    """Add what a name reads in a table: a column there or through a link, or what its measure reads in turn."""
    key = f"{table}.{name}"
    if key in wanted:
        return
    if name in SCHEMA[table]:
        wanted.add(key)
    elif measure := measures(table).get(name):
        wanted.add(key)
        for argument in parameters(measure):
            _want(table, argument, wanted)
    elif inherited := through_parent(table, name):
        _want(*inherited, wanted)
    else:
        for other, plural in PLURALS.items():
            if name.startswith(f"{plural}_"):
                wanted.add(other)
                _want(other, name.removeprefix(f"{plural}_"), wanted)
