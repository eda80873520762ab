"""What rules need before they can be judged: other rules' verdicts, and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from boxlint.columns import measures, parameters, through_parent
from boxlint.ruleset import Rule
from boxlint.schema import PLURALS, SCHEMA


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
