"""Verdicts where it is known of some conditions for which rows they hold: those are not evaluated again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxlint.arrays import Array, flagged_rows
from boxlint.ruleset import Rule
from boxlint.verdicts import Verdicts

KnownFlags = dict[str, dict[str, Array]]
"""By condition, see `KnownVerdicts.condition`, and by table, the rows (K,) for which it holds; none is left out."""


class KnownVerdicts(Verdicts, kw_only=True):
    """Verdicts on numpy columns that use what is `known` of them, and add to it what they find out."""

    known: KnownFlags

    def _flagged(self, rules: Sequence[Rule]) -> dict[tuple[str, str], Array]:
        # what counts verdicts changes with every setting
        first = {rule.code: self.condition(rule) for rule in rules if not rule.judges_verdicts}
        flagged = super()._flagged([rule for rule in rules if first.get(rule.code) not in self.known])
        for code, condition in first.items():
            if condition not in self.known:
                by_table = {table: flagged_rows(flags) for (other, table), flags in flagged.items() if other == code}
                self.known[condition] = by_table
                continue
            for table, rows in self.known[condition].items():
                flags = np.zeros(len(self.columns.tables[table]), np.bool_)
                flags[rows] = True
                flagged[code, table] = flags
        return flagged

    def condition(self, rule: Rule) -> str:
        """All that decides for which rows of given tables a rule's condition holds."""
        given = self.parameters.get(rule.code, {})
        thresholds = {name: given.get(name, parameter.default) for name, parameter in rule.parameters.items()}
        return repr((rule.when, rule.on, thresholds))
