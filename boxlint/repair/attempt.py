"""Findings → fixes → changed records → tables again, stage by stage, until nothing is left to mend.

Nothing is written here: the result is a changeset, and the findings that remain once it is applied.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, Literal

import numpy as np
from msgspec import Struct, field

from boxlint.arrays import gather
from boxlint.columns import Columns
from boxlint.findings import Findings, RuleHits
from boxlint.fixes import STAGES, find_fix, stages_of
from boxlint.fixes.changes import Change, Removal, Target
from boxlint.names import ancestors
from boxlint.places import records
from boxlint.repair.changeset import Changeset, Record
from boxlint.repair.judgement import Judgement
from boxlint.repair.permission import Permission
from boxlint.repair.rereading import flags_of, reread
from boxlint.repair.view import View, view_of
from boxlint.ruleset import Fix, Rule
from boxlint.tables import Tables

_ROUNDS: Final = 10
"""What a fix uncovers is fixed too; more rounds than this would mean two rules that undo each other."""


class Attempt(Struct):
    """A dataset on its way to being fixed. Rows keep their numbers: those that go are only marked."""

    tables: Tables
    findings: Findings
    judgement: Judgement
    permission: Permission
    held: Collection[int]
    """Files that are left alone."""
    changes: Changeset
    view: View
    rewritten: set[tuple[str, int]] = field(default_factory=set)
    """Rules and file sets that a fix was applied to: what a second time would do to their values nobody wants."""
    torn: set[int] = field(default_factory=set)
    """Files of sets that a fix could write in part only."""
    mended: dict[tuple[str, Record], None] = field(default_factory=dict)
    """Findings that a change was made for: rule code and record."""

    def run(self) -> None:
        """Fix what may be fixed."""
        for _ in range(_ROUNDS):
            has_changed = False
            for stage in STAGES:
                hits = self._hits(stage, is_current=not has_changed)
                has_changed = self._apply(stage, hits) or has_changed
            if not has_changed:
                return
            self.findings = self.judgement.judge(self.view.tables, self.judgement.rules)

    def _hits(self, stage: str, *, is_current: bool) -> Sequence[RuleHits]:
        """What the rules find that have a fix in this stage, and what would replace it."""
        if is_current:
            return self.findings.hits
        rules = [rule for rule in self.judgement.selected if self._fixes(rule, stage)]
        if not rules:
            return ()
        rules += [rule for rule in self.judgement.rules if rule.replaces and rule not in rules]
        return self.judgement.judge(self.view.tables, rules).hits

    def _fixes(self, rule: Rule, stage: str) -> bool:
        return any(stage in stages_of(fix.action) for fix in rule.fix)

    def _apply(self, stage: str, hits: Iterable[RuleHits]) -> bool:
        """Apply the fixes of one stage; whether that changed anything."""
        columns = Columns(self.view.tables)
        taken: dict[tuple[Record, str], None] = {}
        issued: dict[int, int] = {}
        touched: dict[Record, None] = {}
        for found, fix in self._applicable(stage, hits):
            numbers = found.fixes == found.rule.fix.index(fix)
            rows = found.rows[numbers]
            rows = rows[self._may_change(found, rows, columns)]
            if not len(rows):
                continue
            target = self._target(columns, found, rows, stage, issued)
            changed: set[Record] = set()
            for change in find_fix(fix.action)(target):
                if isinstance(change, Removal):
                    changed |= self._remove(change, found.rule.code)
                else:
                    changed |= self._change(change, found.rule.code, taken)
                    if found.table == "file_set":
                        self._note_rewritten(change, found.rule.code, taken)
            touched |= dict.fromkeys(changed)
            self._note(found, rows, columns, changed)
        if stage == "derived":
            touched |= dict.fromkeys(self._follow())
        if not touched:
            return False
        self.tables = reread(self.tables, self.changes, [record for record in touched if record in self.changes.edits])
        self.view = view_of(self.tables, self.changes.removed)
        return True

    def _may_change(self, hits: RuleHits, rows: Any, columns: Columns) -> Any:
        """Which rows are in no file that is left alone; file sets, whole and for the first time. Shape (M,), bool."""
        held = flags_of(self.held, len(self.tables.files))
        if hits.table != "file_set":
            files = rows if hits.table == "file" else columns(hits.table, "file")[rows]
            return ~gather(held, files, False)
        partly_held = set(self.tables.files["file_set"][held].tolist())
        code = hits.rule.code
        allowed = [row not in partly_held and (code, row) not in self.rewritten for row in rows.tolist()]
        return np.array(allowed, np.bool_)

    def _applicable(self, stage: str, hits: Iterable[RuleHits]) -> Iterator[tuple[RuleHits, Fix]]:
        """The hits that a permitted fix of the stage is for; safe fixes first, so that they have the first word."""
        codes = {rule.code for rule in self.judgement.selected}
        found = [
            (part, fix)
            for part in hits
            if part.rule.code in codes
            for fix in part.rule.fix
            if stage in stages_of(fix.action) and self.permission.allows(fix, part.severity)
        ]
        return iter(sorted(found, key=lambda pair: pair[1].safety != "safe"))

    def _target(self, columns: Columns, hits: RuleHits, rows: Any, stage: str, issued: dict[int, int]) -> Target:
        rule, table = hits.rule, hits.table
        return Target(
            columns=columns,
            table=table,
            rows=rows,
            stage=stage,
            names=rule.expression.names,
            parameter=lambda name: self.judgement.value(columns, rule, table, name),
            issued=issued,
            masks=lambda annotations: self._read(annotations, "read_mask"),
            polygons=lambda annotations: self._read(annotations, "read_polygons"),
        )

    def _read(self, annotations: Any, name: Literal["read_mask", "read_polygons"]) -> list[Any]:
        """What a function of their editors makes of annotations as they are now."""
        rows = self.view.whole("annotation", annotations).tolist()
        file = self.tables.annotations["file"]
        editors = [self.changes.sources.editor(int(file[row])) for row in rows]
        return [
            getattr(editor, name)(self.changes.text("annotation", row))
            for editor, row in zip(editors, rows, strict=True)
        ]

    def _remove(self, removal: Removal, code: str) -> set[Record]:
        rows = self.view.whole("annotation", removal.rows).tolist()
        return {("annotation", row) for row in rows if self.changes.remove("annotation", row, code)}

    def _change(self, change: Change, code: str, taken: dict[tuple[Record, str], None]) -> set[Record]:
        """Make a change, one a field in each stage; the records whose text it changed."""
        rows = self.view.whole(change.table, change.rows).tolist()
        changed: set[Record] = set()
        for row, value in zip(rows, _python(change.values, len(rows)), strict=True):
            record = (change.table, row)
            if (record, change.field) in taken or row in self.changes.removed.get(change.table, ()):
                continue
            if self.changes.set(record, {change.field: value}, {change.field: (code,)}):
                taken[record, change.field] = None
                changed.add(record)
        return changed

    def _note_rewritten(self, change: Change, code: str, taken: Collection[tuple[Record, str]]) -> None:
        """Remember the file sets that a change was made for, and the files of those in which some of it failed."""
        file_set = self.tables.files["file_set"]
        for row in self.view.whole(change.table, change.rows).tolist():
            record = (change.table, row)
            owner = int(file_set[self.file_of(record)])
            self.rewritten.add((code, owner))
            if (record, change.field) not in taken:
                self.torn.update(np.flatnonzero(file_set == owner).tolist())

    def _note(self, hits: RuleHits, rows: Any, columns: Columns, changed: set[Record]) -> None:
        """Remember which findings were mended: those whose record changed, or in whose file something else did."""
        if not changed:
            return
        table, owned = records(columns, hits.table, rows)
        owned = self.view.whole(table, owned)
        files = _files(columns, hits.table, rows).tolist()
        own = {(table, row) for row in owned.tolist()}
        others = {self.file_of(record) for record in changed - own}
        for row, file in zip(owned.tolist(), files, strict=True):
            if (table, row) in changed or file in others or (table == "file_set" and changed):
                self.mended[hits.rule.code, (table, row)] = None

    def file_of(self, record: Record) -> int:
        """The file that a record is in; of a file set, the first."""
        table, row = record
        if table == "file_set":
            return int(np.argmax(self.tables.files["file_set"] == row))
        return row if table == "file" else int(self.tables[table]["file"][row])

    def _follow(self) -> set[Record]:
        """Give boxes that changed the area that is theirs now, where it was theirs before."""
        from boxlint.fixes.followed_area import followed_areas

        boxed = {
            row for (table, row), values in self.changes.values.items() if table == "annotation" and "box" in values
        }
        boxed -= self.changes.removed["annotation"].keys()
        if not boxed:
            return set()
        rows = np.array(sorted(boxed), np.int64)
        change = followed_areas(self.changes.sources.tables, self.tables, rows)
        changed = set()
        for row, area in zip(change.rows.tolist(), change.values.tolist(), strict=True):
            record = ("annotation", row)
            rules = self.changes.rules[record]["box"]
            if "area" not in self.changes.values[record] and self.changes.set(record, {"area": area}, {"area": rules}):
                changed.add(record)
        return changed


def _python(values: Any, count: int) -> list[Any]:
    """The values of a change, one for each row, as Python has them."""
    if isinstance(values, np.ndarray):
        return values.tolist() if values.ndim else [values.item()] * count
    return list(values) if isinstance(values, (list, tuple)) else [values] * count


def _files(columns: Columns, table: str, rows: Any) -> Any:
    """The file of each row, −1 for a file set."""
    if table == "file":
        return rows
    if "file" not in ancestors(table):
        return np.full(len(rows), -1)
    return columns(table, "file")[rows]
