"""The findings of a rule at one severity, in all tables: a row of the table, and a section of the page."""

from __future__ import annotations

from msgspec import Struct

from boxlint.findings import Findings, RuleHits
from boxlint.frameworks import Consequence, Framework
from boxlint.reports.counts import counted, image_count
from boxlint.ruleset import Fix, Rule
from boxlint.tables import Tables


class Block(Struct, frozen=True, eq=False):
    """What one rule hits. `consequences` are known effects on frameworks, the worst first."""

    rule: Rule
    severity: str
    parts: tuple[RuleHits, ...]
    consequences: tuple[tuple[Framework, Consequence], ...]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def anchor(self) -> str:
        """The id of its section."""
        return f"{self.rule.code}-{self.severity}"

    @property
    def rows(self) -> str:
        """How many rows of which tables: `3 boxes and 1 quadrilateral`."""
        return " and ".join(counted(len(hits), hits.table) for hits in self.parts)

    @property
    def judged(self) -> int:
        """How many rows were judged."""
        return sum(hits.judged for hits in self.parts)

    @property
    def share(self) -> float:
        """The share of the judged rows that it hits."""
        return len(self) / self.judged if self.judged else 0.0

    @property
    def fixes(self) -> list[tuple[Fix, int]]:
        """The fixes that apply, each with the number of rows."""
        counts = [
            (fix, sum(int((hits.fixes == number).sum()) for hits in self.parts))
            for number, fix in enumerate(self.rule.fix)
        ]
        return [(fix, count) for fix, count in counts if count]

    def images(self, tables: Tables) -> int | None:
        """In how many images; None where they have none."""
        return image_count(tables, self.parts)


def blocks_of(findings: Findings) -> list[Block]:
    """All findings by rule and severity, errors first, then by count."""
    parts: dict[tuple[str, str], list[RuleHits]] = {}
    for hits in findings.hits:
        parts.setdefault((hits.rule.code, hits.severity), []).append(hits)
    blocks = [
        Block(found[0].rule, severity, tuple(found), tuple(findings.consequences(found)))
        for (_, severity), found in parts.items()
    ]
    return sorted(blocks, key=lambda block: (block.severity != "error", -len(block), block.rule.code))
