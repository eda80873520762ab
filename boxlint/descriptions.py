"""Findings one by one: what is said of a row that a rule hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.fractions import NOMINAL_SIDE
from boxlint.frameworks.forecast import Forecast
from boxlint.identities.fingerprints import Fingerprint, Fingerprints
from boxlint.names import ancestors
from boxlint.places import Location, Places
from boxlint.variation import formats_of

if TYPE_CHECKING:
    from boxlint.findings import RuleHits
    from boxlint.identities import Identities
    from boxlint.ruleset import Fix, Rule

Id = int | str | None
_SIDES: Final = ("image_width", "image_height", "image_depth")
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


class Description:
    """Says of table rows what and where they are."""

    def __init__(self, columns: Columns, forecast: Forecast, identities: Identities) -> None:
        self._columns = columns
        self._tables = columns.tables
        self._forecast = forecast
        self._identities = identities
        self._foretold: dict[tuple[str, str, str], dict[str, str]] = {}

    def of(self, chosen: Sequence[tuple[RuleHits, Sequence[int]]]) -> Iterator[tuple[RuleHits, Iterator[Finding]]]:
        """Some hits with the findings at some positions in them, made as they are taken."""
        few = self._located([part for part in chosen if len(part[1]) <= _TOGETHER])
        for hits, positions in chosen:
            yield hits, self._findings(hits, Fingerprints(self._identities, hits), positions, few)

    def _located(self, chosen: Sequence[tuple[RuleHits, Sequence[int]]]) -> Places:
        """The places of some hits."""
        places = Places(self._columns)
        wanted = [(hits, np.asarray(positions, np.int64)) for hits, positions in chosen]
        places.locate(
            [(hits.table, hits.rows[positions]) for hits, positions in wanted]
            + [(hits.table, hits.related[positions]) for hits, positions in wanted if hits.related is not None]
        )
        return places

    def _findings(
        self, hits: RuleHits, fingerprints: Fingerprints, positions: Sequence[int], few: Places
    ) -> Iterator[Finding]:
        """Findings of one rule: `few` has their places where they are few; those of many are found part by part."""
        for start in range(0, len(positions), _TOGETHER):
            part = positions[start : start + _TOGETHER]
            places = few if len(positions) <= _TOGETHER else self._located([(hits, part)])
            yield from map(partial(self._finding, hits, fingerprints, places), part)

    def _finding(self, hits: RuleHits, fingerprints: Fingerprints, places: Places, position: int) -> Finding:
        """One finding in full."""
        rule, row = hits.rule, int(hits.rows[position])
        values = {name: column[position] for name, column in hits.values.items()}
        message = rule.message.format_map({name: _shown(name, value) for name, value in values.items()})
        if hits.replaced and hits.replaced[position]:
            explained = ", ".join(f"{count} x {code}" for code, count in hits.replaced[position].items())
            message += f" (counted under this: {explained})"
        message += self._reservation(rule, hits.table, row)
        related = () if hits.related is None else self._related(hits.table, int(hits.related[position]), places)
        annotation = self._ancestor(hits.table, row, "annotation")
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=hits.severity,
            message=message,
            values=values,
            table=hits.table,
            location=places.location(hits.table, row),
            image=self._image(self._ancestor(hits.table, row, "image")),
            category=self._category(self._ancestor(hits.table, row, "category")),
            annotation_id=self._tables.annotations["id"].at(annotation) if annotation >= 0 else None,
            annotation_index=int(self._tables.annotations["index"][annotation]) if annotation >= 0 else None,
            related=related,
            fix=rule.fix[hits.fixes[position]] if hits.fixes[position] >= 0 else None,
            consequences=self._consequences(rule, hits.table, row),
            url=f"docs/rules/{rule.code}-{rule.name}.md",
            identity=Fingerprint(fingerprints, position),
        )

    def _consequences(self, rule: Rule, table: str, row: int) -> dict[str, str]:
        """The effect of each framework, the worst first."""
        name = formats_of(self._columns, table).at(row)
        key = (rule.code, table, name)
        if key not in self._foretold:
            found = self._forecast.of(rule, table, [name])
            self._foretold[key] = {framework.name: consequence.effect for framework, consequence in found}
        return self._foretold[key]

    def _reservation(self, rule: Rule, table: str, row: int) -> str:
        """What is to be said of pixels in a message that are those of an image of unknown size."""
        image = self._ancestor(table, row, "image")
        if image < 0 or not rule.speaks_of_pixels or not self._tables.images["size_is_assumed"][image]:
            return ""
        return f" (as if the image, whose size is not known, had {NOMINAL_SIDE:g} x {NOMINAL_SIDE:g} px)"

    def _ancestor(self, table: str, row: int, ancestor: str) -> int:
        """The row of a parent table that a row belongs to, −1 where there is none."""
        if table != ancestor and ancestor not in ancestors(table):
            return -1
        # link by link: few rows are described, and a column of links to a grandparent is as long as the table
        for parent in ancestors(table)[ancestor] if table != ancestor else ():
            row, table = (int(self._tables[table][parent][row]) if row >= 0 else -1), parent
        return row

    def _related(self, table: str, row: int, places: Places) -> tuple[Related, ...]:
        """The related row, if there is one."""
        if row < 0:
            return ()
        annotation = self._ancestor(table, row, "annotation")
        written = self._tables.annotations["id"].at(annotation) if annotation >= 0 else None
        return (Related(places.location(table, row), written),)

    def _image(self, row: int) -> ImageReference | None:
        """The image of a row."""
        if row < 0:
            return None
        return ImageReference(self._tables.images["id"].at(row), self._tables.images["file_name"].at(row))

    def _category(self, row: int) -> str | None:
        """The category's name, None where it has none."""
        return (self._tables.categories["name"].at(row) if row >= 0 else "") or None


class _Unknown(float):
    """A side of an image that no file tells, as messages show it: `? x ? px`."""

    def __format__(self, _: str) -> str:
        return "?"


def _shown(name: str, value: Any) -> Any:
    """The value of a column as messages show it: flags and ids as they are written in JSON."""
    if name in _SIDES and np.isnan(value):
        return _Unknown(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and not value.strip():
        return f'"{value}"'
    return "null" if value is None else value
