"""Conditions of which it is known for which rows they hold: those are not evaluated again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxlint.arrays import Array, flagged_rows
from boxlint.columns import Columns
from boxlint.conditions import Parameters, flagged
from boxlint.ruleset import Rule

KnownFlags = dict[str, dict[str, Array]]
"""By condition, see `condition_of`, and by table, the rows (K,) for which it holds; none is left out."""


def flagged_or_known(
    columns: Columns, rules: Sequence[Rule], parameters: Parameters, threads: int, known: KnownFlags
) -> dict[tuple[str, str], Array]:
    """As `conditions.flagged` on numpy, but for what is `known` of the columns; what is found out is added to it."""
    # what counts verdicts changes with every setting
    first = {rule.code: condition_of(rule, parameters) for rule in rules if not rule.judges_verdicts}
    new = [rule for rule in rules if first.get(rule.code) not in known]
    found = flagged(columns, new, parameters, threads)
    for code, condition in first.items():
        if condition not in known:
            known[condition] = {table: flagged_rows(flags) for (other, table), flags in found.items() if other == code}
            continue
        for table, rows in known[condition].items():
            flags = np.zeros(len(columns.tables[table]), np.bool_)
            flags[rows] = True
            found[code, table] = flags
    return found


def condition_of(rule: Rule, parameters: Parameters) -> str:
    """All that decides for which rows of given tables a rule's condition holds."""
    given = parameters.get(rule.code, {})
    thresholds = {name: given.get(name, parameter.default) for name, parameter in rule.parameters.items()}
    return repr((rule.when, rule.on, thresholds))
