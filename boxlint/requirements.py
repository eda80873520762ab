"""What rules need before they can be judged: other rules' verdicts, and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    wanted: set[str] = set()
    for rule in in_order(selected, rules):
        for table in rule.on:
            wanted.add(table)
            names = (*rule.names, rule.related)
            wanted.update(f"{table}.{name}" for name in names if name in SCHEMA[table])
            wanted.update(".".join(found) for name in names if (found := through_parent(table, name)))
            wanted.update(_measured_tables(table, names))
    return frozenset(wanted)


def _measured_tables(table: str, names: Iterable[str]) -> Iterator[str]:
    waiting, seen = [name for name in names if name in measures(table)], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for argument in parameters(measures(table)[name]):
            if argument in measures(table):
                waiting.append(argument)
            yield from (other for other, plural in PLURALS.items() if argument.startswith(f"{plural}_"))
