"""What a finding is about, told without row numbers, so that two runs can be compared."""

from __future__ import annotations

from msgspec import Struct

from boxlint.columns import Columns
from boxlint.findings import Findings, RuleHits
from boxlint.schema import GEOMETRY


class Site(Struct, frozen=True, order=True):
    """A row by its table, the path of its file or folder, and its position there (a category's name, in XML and DOTA).

    Geometry is its annotation.
    """

    table: str
    path: str
    place: int | str = 0


Found = tuple[str, Site]
"""A rule's code and where it fires."""


class Effect(Struct, frozen=True):
    """What a mutation brings about: the sites at which every intended rule fires, and findings that follow from it."""

    sites: tuple[Site, ...]
    follows: frozenset[Found] = frozenset()


def found_by_trial(findings: Findings) -> dict[str, set[Found]]:
    """All findings by the first part of their path, which is taken off."""
    columns = Columns(findings.tables)
    found: dict[str, set[Found]] = {}
    for hits in findings.hits:
        for site in _sites(hits, columns):
            trial, _, path = site.path.partition("/")
            found.setdefault(trial, set()).add((hits.rule.code, Site(site.table, path, site.place)))
    return found


def _sites(hits: RuleHits, columns: Columns) -> list[Site]:
    table, rows, tables = hits.table, hits.rows, columns.tables
    if table in GEOMETRY:
        table, rows = "annotation", columns(table, "annotation")[rows]
    if table in ("file", "file_set"):
        return [Site(table, tables[table]["path"].at(row)) for row in rows.tolist()]
    sites = []
    for row in rows.tolist():
        file = int(tables[table]["file"][row])
        if file >= 0:
            sites.append(Site(table, tables.files["path"].at(file), int(tables[table]["index"][row])))
        else:
            folder = tables.file_sets["path"].at(int(tables[table]["file_set"][row]))
            sites.append(Site(table, folder, tables[table]["name"].at(row)))
    return sites
