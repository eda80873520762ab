"""The findings of a report by rule, as reports for people show them: errors first, then by count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from msgspec import Struct

from boxlint.descriptions import Finding
from boxlint.findings import RuleHits
from boxlint.report import Report
from boxlint.reports.counts import counted
from boxlint.ruleset import Rule

PREVALENT_ROWS: Final = 10
"""The fewest judged rows that make "more than half of all" worth saying."""


class Block(Struct, frozen=True, eq=False):
    """One rule at one severity: its hits in each table, with the first findings of each."""

    rule: Rule
    severity: str
    parts: list[tuple[RuleHits, Iterator[Finding]]]

    def __len__(self) -> int:
        return sum(map(len, self.hits))

    @property
    def hits(self) -> list[RuleHits]:
        """The hits, a table each."""
        return [hits for hits, _ in self.parts]

    @property
    def prevalence(self) -> float:
        """The share of the judged rows that the rule hits; 0 where too few were judged to say so."""
        judged = sum(hits.judged for hits in self.hits)
        return len(self) / judged if judged >= PREVALENT_ROWS else 0.0

    @property
    def rows(self) -> str:
        """`2 boxes and 1 quadrilateral`."""
        return " and ".join(counted(len(hits), hits.table) for hits in self.hits)

    @property
    def fixing(self) -> str:
        """The fixes that its findings have, in words; empty where they have none."""
        has = [any((hits.fixes == number).any() for hits in self.hits) for number in range(len(self.rule.fix))]
        return " or ".join(f"{fix.action} ({fix.safety})" for fix, is_had in zip(self.rule.fix, has) if is_had)

    def examples(self, count: int) -> Iterator[Finding]:
        """Its first findings, to be taken once; 0 gives all."""
        return islice(chain.from_iterable(findings for _, findings in self.parts), count or None)


def blocks(report: Report, examples: int) -> list[Block]:
    """All blocks in order, each with some examples; 0 gives all."""
    found: dict[tuple[str, str], Block] = {}
    for hits, findings in report.findings.blocks(examples or None):
        # for some framework a rule may be an error in one format and a warning in another
        block = found.setdefault((hits.rule.code, hits.severity), Block(hits.rule, hits.severity, []))
        block.parts.append((hits, findings))
    return sorted(found.values(), key=lambda block: (block.severity != "error", -len(block), block.rule.code))
