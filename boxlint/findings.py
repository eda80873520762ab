"""Findings: columnar, in order, located only when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns, ancestors
from boxlint.forecast import Forecast, worst_first
from boxlint.places import Location, Places, records
from boxlint.tables import Keys, Tables
from boxlint.unused_suppressions import Suppressed
from boxlint.variation import formats_of

if TYPE_CHECKING:
    from boxlint.frameworks import Consequence, Framework
    from boxlint.ruleset import Fix, Rule

Id = int | str | None


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
    fingerprint: str
    url: str


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


class Findings(Struct, frozen=True):
    """All findings of a run: iterable, errors first, then by count, in file order within a rule."""

    tables: Tables
    hits: tuple[RuleHits, ...]
    forecast: Forecast = Forecast()
    suppressed: Suppressed = Suppressed()

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
        described = _Description(self.tables, self.forecast)
        sizes = [len(hits) if count is None else min(count, len(hits)) for hits in self.hits]
        described.places.locate(
            [(hits.table, hits.rows[:size]) for hits, size in zip(self.hits, sizes, strict=True)]
            + [
                (hits.table, hits.related[:size])
                for hits, size in zip(self.hits, sizes, strict=True)
                if hits.related is not None
            ]
        )
        for hits, size in zip(self.hits, sizes, strict=True):
            yield hits, map(partial(described.finding, hits), range(size))

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


class _Description:
    """Says of table rows what and where they are."""

    def __init__(self, tables: Tables, forecast: Forecast) -> None:
        self.columns = Columns(tables)
        self.forecast = forecast
        self.foretold: dict[tuple[str, str, str], dict[str, str]] = {}
        self.places = Places(self.columns)
        self.tables = tables
        self.geometry: dict[str, Any] = {}

    def finding(self, hits: RuleHits, position: int) -> Finding:
        """One finding in full."""
        rule, row = hits.rule, int(hits.rows[position])
        values = {name: column[position] for name, column in hits.values.items()}
        message = rule.message.format_map({name: _shown(value) for name, value in values.items()})
        if hits.replaced and hits.replaced[position]:
            explained = ", ".join(f"{count} x {code}" for code, count in hits.replaced[position].items())
            message += f" (counted under this: {explained})"
        related = () if hits.related is None else self.related(hits.table, int(hits.related[position]))
        annotation = self.ancestor(hits.table, row, "annotation")
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=hits.severity,
            message=message,
            values=values,
            table=hits.table,
            location=self.places.location(hits.table, row),
            image=self.image(self.ancestor(hits.table, row, "image")),
            category=self.category(self.ancestor(hits.table, row, "category")),
            annotation_id=self.tables.annotations["id"].at(annotation) if annotation >= 0 else None,
            annotation_index=int(self.tables.annotations["index"][annotation]) if annotation >= 0 else None,
            related=related,
            fix=rule.fix[hits.fixes[position]] if hits.fixes[position] >= 0 else None,
            consequences=self.consequences(rule, hits.table, row),
            fingerprint=self.fingerprint(rule.code, hits.table, row),
            url=f"docs/rules/{rule.code}-{rule.name}.md",
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

    def related(self, table: str, row: int) -> tuple[Related, ...]:
        """The related row, if there is one."""
        if row < 0:
            return ()
        annotation = self.ancestor(table, row, "annotation")
        written = self.tables.annotations["id"].at(annotation) if annotation >= 0 else None
        return (Related(self.places.location(table, row), written),)

    def image(self, row: int) -> ImageReference | None:
        """The image of a row."""
        if row < 0:
            return None
        return ImageReference(self.tables.images["id"].at(row), self.tables.images["file_name"].at(row))

    def category(self, row: int) -> str | None:
        """The category's name, None where it has none."""
        return (self.tables.categories["name"].at(row) if row >= 0 else "") or None

    def fingerprint(self, code: str, table: str, row: int) -> str:
        """Rule, path and the row's own identity: the same when a file is reformatted or its records reordered."""
        from hashlib import blake2b

        owner, owned = records(self.columns, table, np.array([row]))
        identity = [code, table, self.path(table, row), *self.identity(owner, int(owned[0]))]
        return blake2b("\0".join(map(str, identity)).encode(errors="surrogatepass"), digest_size=8).hexdigest()

    def path(self, table: str, row: int) -> str:
        """The file's path, or the file set's."""
        file = self.ancestor(table, row, "file")
        if file >= 0:
            return str(self.tables.files["path"].at(file))
        file_set = self.ancestor(table, row, "file_set")
        return str(self.tables.file_sets["path"].at(file_set)) if file_set >= 0 else ""

    def identity(self, table: str, row: int) -> list[Any]:
        """An id where the record has one; else image, category and coordinates."""
        if table in ("file", "file_set"):
            return []
        columns = self.tables[table]
        written = columns["id"].at(row) if isinstance(columns["id"], Keys) else None
        if table == "category":
            return [written, columns["name"].at(row)]
        if table == "image":
            return [written, columns["file_name"].at(row)]
        if written is not None:
            return [written]
        image = self.ancestor(table, row, "image")
        named = self.tables.images["file_name"].at(image) if image >= 0 else ""
        return [named, self.category(self.ancestor(table, row, "category")), *self.coordinates(row)]

    def coordinates(self, annotation: int) -> list[float]:
        """The numbers of an annotation's boxes, quadrilaterals, rotated and 3-D boxes."""
        numbers: list[float] = []
        for table in ("box", "quad", "rotated", "cuboid"):
            if table not in self.geometry:
                rows = np.full(len(self.tables.annotations), -1)
                owners = self.tables[table]["annotation"]
                rows[owners] = np.arange(len(owners))
                self.geometry[table] = rows
            row = int(self.geometry[table][annotation])
            if row >= 0:
                numbers += [float(c[row]) for name, c in self.tables[table].columns.items() if name != "annotation"]
        return numbers


def _shown(value: Any) -> Any:
    """A value as messages show it: flags and ids as they are written in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else value
