"""Tables × rules → findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from boxlint.arrays import at_rows, fetch, flagged_rows
from boxlint.columns import Columns
from boxlint.conditions import Parameters, value_of
from boxlint.devices import DEVICE_ROWS, is_shortage
from boxlint.findings import Findings, RuleHits, as_listed
from boxlint.frameworks.forecast import Forecast
from boxlint.known_conditions import KnownFlags
from boxlint.losses import count_lost
from boxlint.requirements import in_order
from boxlint.ruleset import Rule
from boxlint.stages import stage
from boxlint.suppression import Suppression, find_scopes
from boxlint.tables import Keys, Tables, Text
from boxlint.unused_suppressions import Suppressed, find_unused
from boxlint.variation import ByFormat, formats_of, rows_of_formats
from boxlint.verdicts import Verdicts

Severities = Mapping[str, str | ByFormat[str]]
_NO_FRAMEWORKS: Final = Forecast()
_Counts = Mapping[tuple[str, int], Mapping[str, int]]


def lint(
    tables: Tables,
    selected: Sequence[Rule],
    rules: Mapping[str, Rule],
    *,
    parameters: Parameters | None = None,
    severities: Severities | None = None,
    suppressions: Sequence[Suppression] = (),
    is_whole: Callable[[str], bool] = lambda _: True,
    has_all: bool = True,
    device: str | None = None,
    threads: int = 1,
    known: KnownFlags | None = None,
    forecast: Forecast = _NO_FRAMEWORKS,
) -> Findings:
    """Judge a dataset by the selected rules, and by those that they require.

    `parameters` and `severities` are by rule code and win over what the rule files say; they may differ by the format
    of a row's file, where the severity "off" leaves the row out. `suppressions` are those of the configuration; those
    in the tables count too; `is_whole` says of the path of a file set whether all of its files are there, and `has_all`
    whether all splits are, so that it is known which of them do nothing. `device` None evaluates on numpy, a torch
    device name on tensors there, with the same findings to the bit. Where the device's memory is full, all is judged
    again in smaller parts, and at last on numpy. `threads` is how many evaluate there, with the same findings too. What
    is `known` of conditions is not evaluated there again, and what is found out is added to it. `forecast` says which
    frameworks lose whole images.
    """
    given = (rules, selected, severities or {}, suppressions, is_whole, has_all, forecast)
    thresholds = parameters or {}
    for rows in DEVICE_ROWS if device else ():
        try:
            return _lint(Verdicts(Columns(tables, device, rows), thresholds, rules), *given)
        except RuntimeError as error:
            if not is_shortage(error):
                raise
    return _lint(Verdicts(Columns(tables), thresholds, rules, threads, known), *given)


def _lint(
    verdicts: Verdicts,
    rules: Mapping[str, Rule],
    selected: Sequence[Rule],
    severities: Severities,
    suppressions: Sequence[Suppression],
    is_whole: Callable[[str], bool],
    has_all: bool,
    forecast: Forecast,
) -> Findings:
    columns = verdicts.columns
    last = [rule for rule in selected if rule.judges_verdicts]
    first = [rule for rule in selected if not rule.judges_verdicts]
    codes = {rule.code for rule in selected}
    scopes = find_scopes(columns.tables, suppressions, rules, codes)
    with np.errstate(all="ignore"):
        verdicts.judge(in_order(first, rules))
        verdicts.suppress(scopes)
        # a file set that is misread explains its rows even where that does a framework no harm
        replaced = {rule.code: verdicts.replace(rule, codes) for rule in first if rule.replaces}
        verdicts.ignore_formats(severities)
        if last:
            verdicts.count_dropped(first)
            count_lost(verdicts, first, forecast)
            verdicts.judge([rule for rule in in_order(last, rules) if rule.code not in verdicts.hits])
            verdicts.suppress(scopes)
            verdicts.ignore_formats(severities)
        with stage("findings"):
            found = [hits for rule in selected for hits in _hits(verdicts, rule, severities, replaced)]
    suppressed = Suppressed(
        sum(_hidden_count(verdicts, rule) for rule in selected),
        find_unused(columns.tables, scopes, verdicts.reached, rules, codes, is_whole, has_all=has_all),
    )
    return Findings(
        columns.tables,
        as_listed(found),
        rules=tuple(selected),
        parameters=verdicts.parameters,
        suppressed=suppressed,
        forecast=forecast,
    )


def _hidden_count(verdicts: Verdicts, rule: Rule) -> int:
    """How many findings of a rule are not reported because they are suppressed."""
    hidden = {table: rows for table, rows in verdicts.hidden.get(rule.code, {}).items() if rows.any()}
    if not rule.once:
        return sum(int(flags.sum()) for flags in hidden.values())
    said, left = (
        {
            owner
            for table, flags in part.items()
            for owner in _owners(verdicts, rule, table, flagged_rows(flags)).tolist()
        }
        for part in (hidden, verdicts.hits[rule.code] if hidden else {})
    )
    return len(said - left)


def _owners(verdicts: Verdicts, rule: Rule, table: str, rows: Any) -> Any:
    """The rows that a rule speaks for once which some rows belong to."""
    return rows if table == rule.once else at_rows(verdicts.columns(table, rule.once), rows)


def _hits(
    verdicts: Verdicts, rule: Rule, severities: Severities, replaced: Mapping[str, _Counts]
) -> Iterator[RuleHits]:
    """The rows that one rule hits, table by table, and those of one severity together."""
    counts = replaced.get(rule.code, {})
    said: set[int] = set()
    for table, hits in verdicts.hits[rule.code].items():
        found = flagged_rows(hits)
        if rule.once:
            found = _first_of_each(found, _owners(verdicts, rule, table, found), said)
        for severity, rows in _by_severity(severities.get(rule.code, rule.severity), found, verdicts.columns, table):
            part = verdicts.columns.at(table, rows)
            yield RuleHits(
                rule=rule,
                severity=severity,
                table=table,
                rows=rows,
                judged=verdicts.judged[rule.code, table],
                values={
                    name: _per_row(value_of(rule, verdicts.parameters, part, table, name), len(rows))
                    for name in rule.message_fields
                },
                fixes=fetch(verdicts.fixes(rule, part)),
                related=fetch(part(table, rule.related)) if rule.related else None,
                replaced=tuple(counts.get((table, row), {}) for row in rows.tolist()) if rule.replaces else (),
            )


def _by_severity(severity: str | ByFormat[str], rows: Any, columns: Columns, table: str) -> Iterator[tuple[str, Any]]:
    """The rows of each severity that occurs among them."""
    if not len(rows):
        return
    if not isinstance(severity, ByFormat):
        yield severity, rows
        return
    formats = formats_of(columns, table)
    levels = [severity.of(name) for name in formats.values]
    for level in dict.fromkeys(levels):
        chosen = frozenset(name for name, own in zip(formats.values, levels, strict=True) if own == level)
        part = rows[at_rows(rows_of_formats(formats, chosen, columns), rows)]
        if len(part):
            yield level, part


def _first_of_each(rows: Any, parents: Any, said: set[int]) -> Any:
    """The rows whose parent, given beside them, nothing was said about before; it is, from now on."""
    kept = []
    for row, parent in zip(rows.tolist(), parents.tolist(), strict=True):
        if parent not in said:
            said.add(parent)
            kept.append(row)
    return np.array(kept, np.int64)


def _per_row(value: Any, count: int) -> list[Any]:
    """Python values of a column of some rows; a parameter without rows is the same everywhere."""
    if isinstance(value, Text):
        return [value.values[code] if code >= 0 else "" for code in fetch(value.codes).tolist()]
    if isinstance(value, Keys):
        return [value.named(number) for number in fetch(value.numbers).tolist()]
    if isinstance(value, (int, float)):
        return [value] * count
    values: list[Any] = fetch(value).tolist()
    return values
