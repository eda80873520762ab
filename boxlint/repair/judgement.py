"""How a dataset is judged while it is fixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from boxlint.columns import Columns
from boxlint.findings import Findings
from boxlint.ruleset import Rule
from boxlint.tables import Tables

Judge = Callable[[Tables, Sequence[Rule]], Findings]
Value = Callable[[Columns, Rule, str, str], Any]
"""A parameter of a rule on a table, by name: a number, or a column where it differs by category."""


class Judgement(Struct, frozen=True):
    """How a dataset is judged: the rules that are fixed and reported, those that only guard, and by what means."""

    selected: Sequence[Rule]
    guards: Sequence[Rule]
    judge: Judge
    value: Value

    @property
    def rules(self) -> list[Rule]:
        """All rules that are judged."""
        return [*self.selected, *self.guards]
