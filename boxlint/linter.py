"""Tables × rules → findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from graphlib import TopologicalSorter
from typing import Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.arrays import Array, fetch, full, gather, place, segment_any, segment_count
from boxlint.columns import GIVEN, Columns, ancestors, measures, parameters, through_parent
from boxlint.expression import evaluate
from boxlint.findings import Findings, RuleHits
from boxlint.ruleset import Rule
from boxlint.tables import SCHEMA, Tables


class ByCategory(Struct, frozen=True):
    """A parameter's value, with other values for some categories by name."""

    default: float
    by_category: Mapping[str, float]


class FileIgnore(Struct, frozen=True):
    """Rules that are not reported in the files that a pattern matches."""

    matches: Callable[[str], bool]
    codes: frozenset[str]


_NO_PARAMETERS: Final[Mapping[str, float | ByCategory]] = {}


def lint(
    tables: Tables,
    selected: Sequence[Rule],
    rules: Mapping[str, Rule],
    *,
    parameters: Mapping[str, Mapping[str, float | ByCategory]] | None = None,
    severities: Mapping[str, str] | None = None,
    file_ignores: Sequence[FileIgnore] = (),
    device: str | None = None,
) -> Findings:
    """Judge a dataset by the selected rules, and by those that they require.

    `parameters` and `severities` are by rule code and win over what the rule files say. `device` None
    evaluates on numpy, a torch device name on tensors there, with the same findings to the bit.
    """
    verdicts = _Verdicts(Columns(tables, device), rules, parameters or {})
    last = [rule for rule in selected if judges_verdicts(rule)]
    with np.errstate(all="ignore"):
        for rule in in_order(selected, rules):
            if not judges_verdicts(rule):
                verdicts.judge(rule)
        verdicts.ignore_files(file_ignores)
        replaced = {rule.code: verdicts.replace(rule) for rule in selected if rule.replaces}
        if last:
            verdicts.count_dropped([rule for rule in selected if rule.fix and rule.fix.action == "drop"])
            for rule in last:
                verdicts.judge(rule)
            verdicts.ignore_files(file_ignores)
    return Findings(tables, verdicts.columns, tuple(_hits(verdicts, selected, severities or {}, replaced)))


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


def judges_verdicts(rule: Rule) -> bool:
    """Whether a rule reads columns that count the findings of the others."""
    return any(name in GIVEN.get(table, {}) for table in rule.on for name in rule.expression.names)


def wanted_columns(selected: Iterable[Rule], rules: Mapping[str, Rule]) -> frozenset[str]:
    """What these rules read, as "table.column" and, for whole tables, "table": for `ReadOptions.wanted`."""
    wanted: set[str] = set()
    for rule in in_order(selected, rules):
        for table in rule.on:
            wanted.add(table)
            names = (*rule.expression.names, *rule.message_fields, rule.related)
            wanted.update(f"{table}.{name}" for name in names if name in SCHEMA[table])
            wanted.update(".".join(found) for name in names if (found := through_parent(table, name)))
            wanted.update(_measured_tables(table, names))
    return frozenset(wanted)


def _measured_tables(table: str, names: Iterable[str]) -> Iterable[str]:
    from boxlint.tables import PLURALS

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


class _Verdicts(Struct):
    """The verdicts so far: for each rule code and table, the flags of the rows that it hits."""

    columns: Columns
    rules: Mapping[str, Rule]
    parameters: Mapping[str, Mapping[str, float | ByCategory]]
    hits: dict[str, dict[str, Array]] = field(default_factory=dict)
    judged: dict[tuple[str, str], int] = field(default_factory=dict)

    def judge(self, rule: Rule) -> None:
        """Evaluate one rule on each of its tables."""
        self.hits[rule.code] = {}
        for table in rule.on:
            if len(self.columns.tables[table]) == 0:
                continue
            excused = [hits for code in rule.requires if (hits := self.seen_from(code, table)) is not None]
            if rule.judges_targets_only(table):
                name = "is_target" if table == "annotation" else "annotation_is_target"
                excused.append(~self.columns(table, name))
            hits = evaluate(rule.expression, lambda name, table=table: self.value(rule, table, name))  # type: ignore[misc]
            if excused:
                silent = reduce(lambda first, second: first | second, excused)
                self.judged[rule.code, table] = len(silent) - int(silent.sum())
                hits = hits & ~silent
            else:
                self.judged[rule.code, table] = len(hits)
            self.hits[rule.code][table] = hits

    def value(self, rule: Rule, table: str, name: str) -> Any:
        """A column, or a parameter: a number, or a column where it differs by category."""
        if name not in rule.parameters:
            return self.columns(table, name)
        value = self.parameters.get(rule.code, _NO_PARAMETERS).get(name, rule.parameters[name].default)
        if not isinstance(value, ByCategory):
            return value
        if table != "category" and "category" not in ancestors(table):
            return value.default
        names = self.columns(table, "name" if table == "category" else "category_name")
        # the last entry is what the code −1, no category, reads
        lookup = [value.by_category.get(text, value.default) for text in names.values] + [value.default]
        return place(np.array(lookup), self.columns.device)[names.codes]

    def seen_from(self, code: str, table: str) -> Array | None:
        """Which rows of a table a rule's hits concern: themselves, their parents' or their children's."""
        concerned = None
        for other, hits in self.hits[code].items():
            if other == table:
                seen = hits
            elif other in ancestors(table):
                seen = gather(hits, self.columns.path(table, other), False)
            elif table in ancestors(other):
                seen = segment_any(hits, self.columns.path(other, table), len(self.columns.tables[table]))
            else:
                continue
            concerned = seen if concerned is None else concerned | seen
        return concerned

    def ignore_files(self, ignores: Sequence[FileIgnore]) -> None:
        """Clear the verdicts of rules in the files where they are not reported."""
        for ignore in ignores:
            for code in ignore.codes & self.hits.keys():
                for table, hits in self.hits[code].items():
                    owner = "file_set" if table == "file_set" else "file"
                    paths = self.columns.tables[owner]["path"]
                    matched = np.array([ignore.matches(paths.at(row)) for row in range(len(paths))], np.bool_)
                    placed = place(matched, self.columns.device)
                    within = placed if table == owner else gather(placed, self.columns.path(table, owner), False)
                    self.hits[code][table] = hits & ~within

    def replace(self, rule: Rule) -> list[dict[str, int]]:
        """Clear the findings that this rule explains; how many by code, for each row that it hits."""
        counts: list[dict[str, int]] = []
        for table, hits in self.hits[rule.code].items():
            explained: list[dict[str, int]] = [{} for _ in range(int(hits.sum()))]
            if not explained:
                continue
            for code in rule.replaces:
                for other, others in self.hits.get(code, {}).items():
                    if other != table and table not in ancestors(other):
                        continue
                    link = self.columns.path(other, table)
                    within = others & gather(hits, link, False)
                    per_row = fetch(segment_count(link, len(hits), within))[fetch(hits)]
                    self.hits[code][other] = others & ~within
                    for row, count in enumerate(per_row.tolist()):
                        if count:
                            explained[row][code] = explained[row].get(code, 0) + count
            counts.extend(explained)
        return counts

    def count_dropped(self, dropping: Sequence[Rule]) -> None:
        """Give each image the number of its targets, and of those that a rule's fix would drop."""
        annotations, images = self.columns.tables.annotations, self.columns.tables.images
        image, is_target = self.columns("annotation", "image"), self.columns("annotation", "is_target")
        dropped = full(len(annotations), False, "bool", image)
        for rule in dropping:
            seen = self.seen_from(rule.code, "annotation") if rule.code in self.hits else None
            dropped = dropped if seen is None else dropped | seen
        self.columns.give("image", "annotations_total", segment_count(image, len(images), is_target))
        self.columns.give("image", "annotations_dropped", segment_count(image, len(images), is_target & dropped))


def _hits(
    verdicts: _Verdicts,
    selected: Sequence[Rule],
    severities: Mapping[str, str],
    replaced: Mapping[str, list[dict[str, int]]],
) -> Iterable[RuleHits]:
    """The rows that the selected rules hit: errors first, then by count, then by code."""
    found = []
    for rule in selected:
        explained = iter(replaced.get(rule.code, ()))
        for table, hits in verdicts.hits[rule.code].items():
            rows = np.flatnonzero(fetch(hits))
            if not len(rows):
                continue
            values = {name: _per_row(verdicts.value(rule, table, name), rows) for name in rule.message_fields}
            related = fetch(verdicts.columns(table, rule.related))[rows] if rule.related else None
            notes = tuple(next(explained, {}) for _ in rows) if rule.replaces else ()
            severity = severities.get(rule.code, rule.severity)
            found.append(
                RuleHits(rule, severity, table, rows, verdicts.judged[rule.code, table], values, related, notes)
            )
    return sorted(found, key=lambda hits: (hits.severity != "error", -len(hits.rows), hits.rule.code))


def _per_row(value: Any, rows: Any) -> list[Any]:
    """Python values of a column at some rows; a parameter without rows is the same everywhere."""
    from boxlint.tables import Keys, Text

    if isinstance(value, Text):
        return [value.values[code] if code >= 0 else "" for code in fetch(value.codes)[rows].tolist()]
    if isinstance(value, Keys):
        host = Keys(fetch(value.numbers), value.values)
        return [host.at(row) for row in rows.tolist()]
    if isinstance(value, (int, float)):
        return [value] * len(rows)
    values: list[Any] = fetch(value)[rows].tolist()
    return values
