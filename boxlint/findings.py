"""Findings: columnar, in order, located only when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from boxlint.columns import Columns
from boxlint.forecast import Forecast, worst_first
from boxlint.identities import Fingerprint, Fingerprints, Identities
from boxlint.names import ancestors
from boxlint.places import Location, Places
from boxlint.tables import Tables
from boxlint.unused_suppressions import Suppressed
from boxlint.variation import Threshold, formats_of

if TYPE_CHECKING:
    from boxlint.frameworks import Consequence, Framework
    from boxlint.ruleset import Fix, Rule

Id = int | str | None
_TOGETHER: Final = 2**16
"""Findings of one rule whose places are held at once: each takes some 700 bytes."""


class ImageReference(Struct, frozen=True):
    """The image that a finding is about."""

    id: Id
    file_name: str


class Related(Struct, frozen=True):
    """Another row that a finding names, such as the earlier duplicate."""

    location: Location | None
    annotation_id: Id


class Finding(Struct, frozen=True):
    """One row that one rule hits. `annotation_index` counts from 0 within its file."""

    code: str
    name: str
    severity: str
    message: str
    values: Mapping[str, Any]
    table: str
    location: Location | None
    image: ImageReference | None
    category: str | None
    annotation_id: Id
    annotation_index: int | None
    related: tuple[Related, ...]
    fix: Fix | None
    consequences: Mapping[str, str]
    url: str
    identity: Fingerprint

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that no other finding of the run has, and which the next run gives it again."""
        return str(self.identity)


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
        description = _Description(self.tables, self.forecast)
        identities = Identities(description.columns, (*self.hits, *self.baselined), self.root)
        few = description.located([part for part in chosen if len(part[1]) <= _TOGETHER])
        for hits, positions in chosen:
            yield hits, description.findings(hits, Fingerprints(identities, hits), positions, few)

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


class _Description:
    """Says of table rows what and where they are."""

    def __init__(self, tables: Tables, forecast: Forecast) -> None:
        self.columns = Columns(tables)
        self.forecast = forecast
        self.foretold: dict[tuple[str, str, str], dict[str, str]] = {}
        self.tables = tables

    def located(self, chosen: Sequence[tuple[RuleHits, Sequence[int]]]) -> Places:
        """The places of some hits."""
        places = Places(self.columns)
        wanted = [(hits, np.asarray(positions, np.int64)) for hits, positions in chosen]
        places.locate(
            [(hits.table, hits.rows[positions]) for hits, positions in wanted]
            + [(hits.table, hits.related[positions]) for hits, positions in wanted if hits.related is not None]
        )
        return places

    def findings(
        self, hits: RuleHits, fingerprints: Fingerprints, positions: Sequence[int], few: Places
    ) -> Iterator[Finding]:
        """Findings of one rule: `few` has their places where they are few; those of many are found part by part."""
        for start in range(0, len(positions), _TOGETHER):
            part = positions[start : start + _TOGETHER]
            places = few if len(positions) <= _TOGETHER else self.located([(hits, part)])
            yield from map(partial(self.finding, hits, fingerprints, places), part)

    def finding(self, hits: RuleHits, fingerprints: Fingerprints, places: Places, position: int) -> Finding:
        """One finding in full."""
        rule, row = hits.rule, int(hits.rows[position])
        values = {name: column[position] for name, column in hits.values.items()}
        message = rule.message.format_map({name: _shown(value) for name, value in values.items()})
        if hits.replaced and hits.replaced[position]:
            explained = ", ".join(f"{count} x {code}" for code, count in hits.replaced[position].items())
            message += f" (counted under this: {explained})"
        related = () if hits.related is None else self.related(hits.table, int(hits.related[position]), places)
        annotation = self.ancestor(hits.table, row, "annotation")
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=hits.severity,
            message=message,
            values=values,
            table=hits.table,
            location=places.location(hits.table, row),
            image=self.image(self.ancestor(hits.table, row, "image")),
            category=self.category(self.ancestor(hits.table, row, "category")),
            annotation_id=self.tables.annotations["id"].at(annotation) if annotation >= 0 else None,
            annotation_index=int(self.tables.annotations["index"][annotation]) if annotation >= 0 else None,
            related=related,
            fix=rule.fix[hits.fixes[position]] if hits.fixes[position] >= 0 else None,
            consequences=self.consequences(rule, hits.table, row),
            url=f"docs/rules/{rule.code}-{rule.name}.md",
            identity=Fingerprint(fingerprints, position),
        )

    def consequences(self, rule: Rule, table: str, row: int) -> dict[str, str]:
        """The effect of each framework, the worst first."""
        name = formats_of(self.columns, table).at(row)
        key = (rule.code, table, name)
        if key not in self.foretold:
            found = self.forecast.of(rule, table, [name])
            self.foretold[key] = {framework.name: consequence.effect for framework, consequence in found}
        return self.foretold[key]

    def ancestor(self, table: str, row: int, ancestor: str) -> int:
        """The row of a parent table that a row belongs to, −1 where there is none."""
        if table != ancestor and ancestor not in ancestors(table):
            return -1
        # link by link: few rows are described, and a column of links to a grandparent is as long as the table
        for parent in ancestors(table)[ancestor] if table != ancestor else ():
            row, table = (int(self.tables[table][parent][row]) if row >= 0 else -1), parent
        return row

    def related(self, table: str, row: int, places: Places) -> tuple[Related, ...]:
        """The related row, if there is one."""
        if row < 0:
            return ()
        annotation = self.ancestor(table, row, "annotation")
        written = self.tables.annotations["id"].at(annotation) if annotation >= 0 else None
        return (Related(places.location(table, row), written),)

    def image(self, row: int) -> ImageReference | None:
        """The image of a row."""
        if row < 0:
            return None
        return ImageReference(self.tables.images["id"].at(row), self.tables.images["file_name"].at(row))

    def category(self, row: int) -> str | None:
        """The category's name, None where it has none."""
        return (self.tables.categories["name"].at(row) if row >= 0 else "") or None


def _shown(value: Any) -> Any:
    """A value as messages show it: flags and ids as they are written in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else value
