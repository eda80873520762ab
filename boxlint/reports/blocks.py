"""The findings of a report by rule, as reports for people show them: errors first, then by count."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice
from typing import Final

from msgspec import Struct

from boxlint.descriptions import Finding
from boxlint.findings import Findings, RuleHits
from boxlint.frameworks import Consequence, Framework
from boxlint.reports.counts import image_count
from boxlint.reports.words import counted
from boxlint.ruleset import Fix, Rule

_PREVALENT_ROWS: Final = 10
"""The fewest judged rows that make "more than half of all" worth saying."""


class Block(Struct, frozen=True, eq=False, dict=True):
    """What one rule hits at one severity, in each of its tables."""

    findings: Findings
    rule: Rule
    severity: str
    parts: tuple[RuleHits, ...]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def key(self) -> str:
        """What no other block of a report is called: `BX101-error`."""
        return _key(self.parts[0])

    @property
    def rows(self) -> str:
        """`2 boxes and 1 quadrilateral`."""
        return " and ".join(counted(len(hits), hits.table) for hits in self.parts)

    @property
    def judged(self) -> int:
        """How many rows were judged."""
        return sum(hits.judged for hits in self.parts)

    @property
    def share(self) -> float:
        """The share of the judged rows that the rule hits."""
        return len(self) / self.judged if self.judged else 0.0

    @property
    def prevalence(self) -> float:
        """The same; 0 where too few were judged to say so."""
        return self.share if self.judged >= _PREVALENT_ROWS else 0.0

    @cached_property
    def images(self) -> int | None:
        """In how many images the rows lie; None where some are images themselves, or none has one."""
        return image_count(self.findings.tables, self.parts)

    @cached_property
    def consequences(self) -> list[tuple[Framework, Consequence]]:
        """What frameworks would do with the rows, the worst first."""
        return self.findings.consequences(self.parts)

    @cached_property
    def fixes(self) -> list[tuple[Fix, int]]:
        """The fixes that apply, each with the number of rows."""
        counts = [
            (fix, sum(int((hits.fixes == number).sum()) for hits in self.parts))
            for number, fix in enumerate(self.rule.fix)
        ]
        return [(fix, count) for fix, count in counts if count]

    @property
    def fixing(self) -> str:
        """The fixes that apply, in words; empty where there are none."""
        return " or ".join(f"{fix.action} ({fix.safety})" for fix, _ in self.fixes)


def blocks_of(findings: Findings) -> list[Block]:
    """All findings by rule and severity, errors first, then by count."""
    parts: dict[str, list[RuleHits]] = {}
    for hits in findings.hits:
        # for some framework a rule may be an error in one format and a warning in another
        parts.setdefault(_key(hits), []).append(hits)
    blocks = [Block(findings, found[0].rule, found[0].severity, tuple(found)) for found in parts.values()]
    return sorted(blocks, key=lambda block: (block.severity != "error", -len(block), block.rule.code))


def with_examples(findings: Findings, count: int) -> list[tuple[Block, Iterator[Finding]]]:
    """All blocks, each with its first findings, made as they are taken; 0 gives all."""
    parts: dict[str, list[Iterator[Finding]]] = {}
    for hits, found in findings.blocks(count or None):
        parts.setdefault(_key(hits), []).append(found)
    return [(block, islice(chain(*parts[block.key]), count or None)) for block in blocks_of(findings)]


def _key(hits: RuleHits) -> str:
    return f"{hits.rule.code}-{hits.severity}"
