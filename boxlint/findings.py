"""Findings: columnar, in order, described and located only when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from boxlint.columns import Columns
from boxlint.descriptions import Description, Finding
from boxlint.frameworks.forecast import Forecast, worst_first
from boxlint.identities import Identities
from boxlint.places import Location, Places
from boxlint.tables import Tables
from boxlint.unused_suppressions import Suppressed
from boxlint.variation import Threshold, formats_of

if TYPE_CHECKING:
    from boxlint.frameworks import Consequence, Framework
    from boxlint.ruleset import Rule


class RuleHits(Struct, frozen=True):
    """The rows of one table that one rule hits, in row order; `judged` of its rows were judged."""

    rule: Rule
    severity: str
    table: str
    rows: Any
    judged: int
    values: Mapping[str, list[Any]]
    """What the message shows, a list a field, an entry a row."""
    fixes: Any
    """For each row, which of the rule's fixes is its fix, −1 for none."""
    related: Any = None
    """Row numbers in the same table, −1 for none."""
    replaced: tuple[Mapping[str, int], ...] = ()
    """For each row, how many findings of other rules are counted under it, by code."""

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, flags: Any) -> RuleHits:
        """The hits whose flag is set, out of as many rows judged. Shape (N,), bool."""
        kept = np.flatnonzero(flags).tolist()
        return replace(
            self,
            rows=self.rows[flags],
            values={name: [column[position] for position in kept] for name, column in self.values.items()},
            fixes=self.fixes[flags],
            related=None if self.related is None else self.related[flags],
            replaced=tuple(self.replaced[position] for position in kept) if self.replaced else (),
        )


class Findings(Struct, frozen=True):
    """All findings of a run: iterable, errors first, then by count, in file order within a rule.

    `rules` are those that were asked, `parameters` what differs from their files, by code. `baselined` are those that
    are known before and are not among them. `root` is the folder that identities count paths from, the working
    directory where it is empty.
    """

    tables: Tables
    hits: tuple[RuleHits, ...]
    forecast: Forecast = Forecast()
    rules: tuple[Rule, ...] = ()
    parameters: Mapping[str, Mapping[str, Threshold]] = {}
    root: str = ""
    suppressed: Suppressed = Suppressed()
    baselined: tuple[RuleHits, ...] = ()

    def consequences(self, parts: Sequence[RuleHits]) -> list[tuple[Framework, Consequence]]:
        """What frameworks would do with the rows that one rule hits, the worst first."""
        columns = Columns(self.tables)
        found: dict[str, tuple[Framework, Consequence]] = {}
        for hits in parts:
            formats = formats_of(columns, hits.table)
            names = [formats.values[code] for code in set(formats.codes[hits.rows].tolist()) if code >= 0]
            found |= {pair[0].name: pair for pair in self.forecast.of(hits.rule, hits.table, names)}
        return worst_first(found.values())

    def __len__(self) -> int:
        return sum(map(len, self.hits))

    def __iter__(self) -> Iterator[Finding]:
        for _, findings in self.blocks():
            yield from findings

    def blocks(self, count: int | None = None) -> Iterator[tuple[RuleHits, Iterator[Finding]]]:
        """Each rule's hits with its first `count` findings (all by default), made as they are taken."""
        yield from self.described(
            [(hits, range(len(hits) if count is None else min(count, len(hits)))) for hits in self.hits]
        )

    def described(
        self, chosen: Sequence[tuple[RuleHits, Sequence[int]]]
    ) -> Iterator[tuple[RuleHits, Iterator[Finding]]]:
        """Some hits with the findings at some positions in them, made as they are taken."""
        columns = Columns(self.tables)
        identities = Identities(columns, (*self.hits, *self.baselined), self.root)
        yield from Description(columns, self.forecast, identities).of(chosen)

    def located(self, rows: Sequence[tuple[str, int]]) -> list[Location | None]:
        """The places of rows of tables; None for the row −1."""
        if not rows:
            return []
        places = Places(Columns(self.tables))
        by_table: dict[str, list[int]] = {}
        for table, row in rows:
            if row >= 0:
                by_table.setdefault(table, []).append(row)
        places.locate([(table, np.array(listed)) for table, listed in by_table.items()])
        return [places.location(table, row) if row >= 0 else None for table, row in rows]


def as_listed(hits: Iterable[RuleHits]) -> tuple[RuleHits, ...]:
    """Hits as findings are listed: errors first, then by count; without those of no row."""
    order = sorted(hits, key=lambda each: (each.severity != "error", -len(each), each.rule.code))
    return tuple(each for each in order if len(each))
