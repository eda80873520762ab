"""The verdicts of rules on rows: in what order, for which rows, and what takes them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from msgspec import Struct, field

from boxlint.arrays import Array, fetch, flagged_rows, full, gather, positions
from boxlint.columns import Columns, Part
from boxlint.conditions import Parameters, flagged
from boxlint.expression import evaluate
from boxlint.known_conditions import KnownFlags, flagged_or_known
from boxlint.names import ancestors
from boxlint.ruleset import Rule
from boxlint.schema import GEOMETRY
from boxlint.segments import segment_any, segment_count
from boxlint.suppression import Scope, flags_by_table, link_to
from boxlint.variation import ByFormat, formats_of, rows_of_formats


class Verdicts(Struct):
    """The verdicts so far: for each rule code and table, the flags of the rows that it hits.

    Tables where it hits nothing are left out: they cost nothing more. `judged` is how many rows it judged of the
    others, `found` what it hit before anything was taken back, `silenced` what it did not judge, where that was asked.
    `hidden` is what was taken back because it is suppressed, and `reached` for which rows (M,) of which tables that
    was said, on the host.
    """

    columns: Columns
    parameters: Parameters
    rules: Mapping[str, Rule]
    threads: int = 1
    known: KnownFlags | None = None
    hits: dict[str, dict[str, Array]] = field(default_factory=dict)
    found: dict[str, dict[str, Array]] = field(default_factory=dict)
    judged: dict[tuple[str, str], int] = field(default_factory=dict)
    silenced: dict[str, dict[str, Array]] = field(default_factory=dict)
    hidden: dict[str, dict[str, Array]] = field(default_factory=dict)
    reached: dict[str, dict[str, Any]] = field(default_factory=dict)

    def judge(self, rules: Sequence[Rule]) -> None:
        """Evaluate rules, each after those that it requires, on all of their tables."""
        given = (self.columns, rules, self.parameters, self.threads)
        found = flagged(*given) if self.known is None else flagged_or_known(*given, self.known)
        for rule in rules:
            self.hits[rule.code] = {}
            for table in rule.on:
                if (rule.code, table) in found:
                    self._pass_sentence(rule, table, found.pop((rule.code, table)))
            self.found[rule.code] = dict(self.hits[rule.code])

    def _pass_sentence(self, rule: Rule, table: str, flags: Array) -> None:
        """Count what a rule hits of the flagged rows."""
        silent = self.silent(rule, table)
        if rule.judges_targets_only(table):
            is_target = self.columns(table, "is_target" if table == "annotation" else "annotation_is_target")
            silent = ~is_target if silent is None else silent | ~is_target
        if rule.in_pixels and self.has_assumed_sizes and "image" in ancestors(table):
            is_assumed = self.columns(table, "image_size_is_assumed")
            silent = is_assumed if silent is None else silent | is_assumed
        hits = flags if silent is None else flags & ~silent
        if hits.any():
            self.judged[rule.code, table] = len(hits) - (0 if silent is None else int(silent.sum()))
            self.hits[rule.code][table] = hits

    @property
    def has_assumed_sizes(self) -> bool:
        """Whether there is an image whose size is not known, while its labels are fractions of it."""
        return bool(self.columns("image", "size_is_assumed").any())

    def silent(self, rule: Rule, table: str) -> Array | None:
        """The rows of a table that a rule does not judge for other rules' sake, None where it judges all.

        Those are what the rules that it requires hit, be it reported or not, or do not judge themselves.
        """
        silent: Array | None = None
        for required in rule.requires:
            for flags in (self.found[required], self._silenced(required)):
                concerned = self.concerned(flags, table)
                if concerned is not None:
                    silent = concerned if silent is None else silent | concerned
        return silent

    def _silenced(self, code: str) -> dict[str, Array]:
        """The rows that a rule did not judge, by table, worked out when they are first asked for."""
        if code not in self.silenced:
            tables = [table for table in self.rules[code].on if len(self.columns.tables[table])]
            silent = {table: self.silent(self.rules[code], table) for table in tables}
            self.silenced[code] = {table: rows for table, rows in silent.items() if rows is not None}
        return self.silenced[code]

    def concerned(self, hits: Mapping[str, Array], table: str) -> Array | None:
        """Which rows of a table flagged rows speak for; None where none do.

        A row speaks for itself, an annotation for its geometry and the other way round, a file for all in it;
        an image or a category does not speak for what is drawn in it.
        """
        concerned: Array | None = None
        for other, flags in hits.items():
            if other == table:
                own = flags
            elif (other == "annotation" and table in GEOMETRY) or (other == "file" and other in ancestors(table)):
                own = gather(flags, self.columns(table, other), False)
            elif table == "annotation" and other in GEOMETRY:
                own = segment_any(flags, self.columns(other, table), len(self.columns.tables[table]))
            else:
                continue
            concerned = own if concerned is None else concerned | own
        return concerned

    def ignore_formats(self, severities: Mapping[str, str | ByFormat[str]]) -> None:
        """Clear the verdicts of rules in the files of formats for which they are off."""
        for code, severity in severities.items():
            if not isinstance(severity, ByFormat):
                continue
            for verdicts in (self.hits, self.hidden):
                for table, hits in verdicts.get(code, {}).items():
                    formats = formats_of(self.columns, table)
                    off = frozenset(name for name in formats.values if severity.of(name) == "off")
                    if off:
                        verdicts[code][table] = hits & ~rows_of_formats(formats, off, self.columns)

    def suppress(self, scopes: Sequence[Scope]) -> None:
        """Clear the verdicts of rules on the rows for which they are not to be reported."""
        for code in self.hits.keys() - self.hidden.keys() if scopes else ():
            self.hidden[code] = {}
            said = flags_by_table([scope for scope in scopes if code in scope.codes], self.columns)
            for table, hits in self.hits[code].items() if said else ():
                self._hide(code, table, hits, said)

    def _hide(self, code: str, table: str, hits: Array, said: Mapping[str, Array]) -> None:
        """Clear the verdicts of a rule on the rows of a table that flagged rows of others speak for."""
        hidden = full(len(hits), False, "bool", hits)
        for owner, flags in said.items():
            link = link_to(owner, table, self.columns)
            if link is None:
                continue
            own = hits & gather(flags, link, False)
            hidden = hidden | own
            said_by, rows = owner, flagged_rows(segment_any(own, link, len(flags)))
            if owner == "file_set":
                said_by, rows = "file", np.flatnonzero(np.isin(self.columns.tables.files["file_set"], rows))
            found = self.reached.setdefault(code, {})
            found[said_by] = np.union1d(found[said_by], rows) if said_by in found else rows
        self.hits[code][table] = hits & ~hidden
        self.hidden[code][table] = hidden

    def replace(self, rule: Rule, reported: Collection[str]) -> dict[tuple[str, int], dict[str, int]]:
        """Clear the findings that this rule explains; by table and row that it hits, the reported ones by code."""
        counts: dict[tuple[str, int], dict[str, int]] = {}
        for table, hits in self.hits[rule.code].items():
            rows = flagged_rows(hits).tolist()
            counts |= {(table, row): {} for row in rows}
            for code in rule.replaces if rows else ():
                for other, others in self.hits.get(code, {}).items():
                    if other != table and table not in ancestors(other):
                        continue
                    link = self.columns(other, table)
                    within = others & gather(hits, link, False)
                    self.hits[code][other] = others & ~within
                    per_row = fetch(segment_count(link, len(hits), within))
                    for row in rows if code in reported else ():
                        if count := int(per_row[row]):
                            counts[table, row][code] = counts[table, row].get(code, 0) + count
        return counts

    def fixes(self, rule: Rule, part: Part) -> Array:
        """For each of some rows, which of the rule's fixes is its fix: the first whose condition holds, −1 none."""
        count = len(part.rows)
        chosen = full(count, -1, "int64", part.rows)
        for number, fix in reversed(list(enumerate(rule.fix))):
            if not fix.reaches(part.table):
                continue
            everywhere = full(count, True, "bool", part.rows)
            is_chosen = evaluate(fix.expression, partial(part, part.table)) if fix.expression else everywhere
            chosen[is_chosen] = number
        return chosen

    def count_dropped(self, rules: Sequence[Rule]) -> None:
        """Give each image the number of its targets, and of those that one of the rules' fixes would drop."""
        annotations, images = self.columns.tables.annotations, self.columns.tables.images
        image, is_target = self.columns("annotation", "image"), self.columns("annotation", "is_target")
        dropped = full(len(annotations), False, "bool", image)
        for rule in rules:
            dropping = [number for number, fix in enumerate(rule.fix) if fix.action == "drop"]
            for table, hits in self.hits[rule.code].items() if dropping else ():
                rows = positions(len(hits), hits)[hits]
                fixes = self.fixes(rule, Part(self.columns, table, rows))
                is_dropped = full(len(hits), False, "bool", hits)
                for number in dropping:
                    is_dropped[rows[fixes == number]] = True
                concerned = self.concerned({table: is_dropped}, "annotation")
                dropped = dropped if concerned is None else dropped | concerned
        self.columns.give("image", "annotations_total", segment_count(image, len(images), is_target))
        self.columns.give("image", "annotations_dropped", segment_count(image, len(images), is_target & dropped))
