"""Tables × rules → findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.arrays import Array, fetch, full, gather, place, segment_any, segment_count
from boxlint.columns import Columns, ancestors
from boxlint.expression import evaluate
from boxlint.findings import Findings, RuleHits
from boxlint.requirements import in_order, judges_verdicts
from boxlint.ruleset import Rule
from boxlint.tables import Keys, Tables, Text


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


class _Verdicts(Struct):
    """The verdicts so far: for each rule code and table, the flags of the rows that it hits.

    `silent` are those that it did not judge for another rule's sake, and `judged` how many it did.
    """

    columns: Columns
    rules: Mapping[str, Rule]
    parameters: Mapping[str, Mapping[str, float | ByCategory]]
    hits: dict[str, dict[str, Array]] = field(default_factory=dict)
    silent: dict[str, dict[str, Array]] = field(default_factory=dict)
    judged: dict[tuple[str, str], int] = field(default_factory=dict)

    def judge(self, rule: Rule) -> None:
        """Evaluate one rule on each of its tables."""
        self.hits[rule.code], self.silent[rule.code] = {}, {}
        for table in rule.on:
            count = len(self.columns.tables[table])
            if count == 0:
                continue
            hits = evaluate(rule.expression, partial(self.value, rule, table))
            silent = full(count, False, "bool", hits)
            for required in rule.requires:
                for rows in (self.hits[required], self.silent[required]):
                    silent = silent | self.seen_from(rows, table)
            self.silent[rule.code][table] = silent
            if rule.judges_targets_only(table):
                silent = silent | ~self.columns(table, "is_target" if table == "annotation" else "annotation_is_target")
            self.judged[rule.code, table] = count - int(silent.sum())
            self.hits[rule.code][table] = hits & ~silent

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

    def seen_from(self, flagged: Mapping[str, Array], table: str) -> Array:
        """Which rows of a table flagged rows concern: themselves, their parents' or their children's."""
        concerned: Array | bool = False
        for other, flags in flagged.items():
            if other == table:
                concerned = flags | concerned
            elif other in ancestors(table):
                concerned = gather(flags, self.columns.path(table, other), False) | concerned
            elif table in ancestors(other):
                count = len(self.columns.tables[table])
                concerned = segment_any(flags, self.columns.path(other, table), count) | concerned
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
            dropped = dropped | self.seen_from(self.hits[rule.code], "annotation")
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
    if isinstance(value, Text):
        return [value.values[code] if code >= 0 else "" for code in fetch(value.codes)[rows].tolist()]
    if isinstance(value, Keys):
        host = Keys(fetch(value.numbers), value.values)
        return [host.at(row) for row in rows.tolist()]
    if isinstance(value, (int, float)):
        return [value] * len(rows)
    values: list[Any] = fetch(value)[rows].tolist()
    return values
