"""A dataset's findings become edits of its files, and the findings that are left once they are applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from boxlint.columns import Columns
from boxlint.edits import Edit, shifted
from boxlint.findings import Findings, RuleHits
from boxlint.places import records
from boxlint.repair.attempt import Attempt
from boxlint.repair.brake import (
    TORN,
    linked_files,
    misread_files,
    overdrawn_files,
    read_only_files,
    rendered_files,
    unclear_files,
    unreadable_files,
    withheld,
)
from boxlint.repair.changeset import EMPTIED, Changeset, Record
from boxlint.repair.emptied import deletable_files, emptied_images, image_names, removable_images
from boxlint.repair.judgement import Judgement
from boxlint.repair.outcome import FileRepair, LeftAlone
from boxlint.repair.permission import Permission
from boxlint.repair.rereading import reread_odd_files
from boxlint.repair.sources import LOST, LostSourceError, Sources
from boxlint.repair.view import view_of
from boxlint.splicing import with_columns
from boxlint.tables import Tables
from boxlint.text.source import SourceText


class Repair(Struct, frozen=True):
    """What fixing comes to: edits by file, files left alone, images that lose all annotations, and what is left.

    `deleted` are the files, as they are shown, that are to be deleted because they hold no object any more.
    """

    files: tuple[FileRepair, ...]
    left_alone: tuple[LeftAlone, ...]
    emptied: Mapping[str, tuple[str, ...]]
    deleted: frozenset[str]
    findings: Findings


def repair(
    tables: Tables, sources: Sources, judgement: Judgement, permission: Permission, *, is_in_place: bool = False
) -> Repair:
    """The repair of a dataset, as far as it is permitted. `is_in_place`: read-only files are left alone."""
    findings = judgement.judge(tables, judgement.rules)
    unreadable, misread = unreadable_files(tables), misread_files(findings, judgement, permission)
    stopped: dict[int, str] = {}
    while True:
        held = unreadable | misread | stopped
        changes = Changeset(sources)
        view = view_of(tables, changes.removed)
        attempt = Attempt(tables, findings, judgement, permission, held.keys(), changes, view)
        try:
            attempt.run()
            unfit = _unfit_files(attempt, misread_files(findings, judgement), is_in_place=is_in_place)
            if not unfit:
                told = withheld(attempt.findings, held, permission) | stopped.keys()
                told |= _with_findings(findings) & unreadable.keys()
                # what would be dropped if it were not for the guard stands under its finding
                told |= misread.keys() if permission.is_bold else set()
                return _repaired(attempt, held, told)
            stopped |= unfit
        except LostSourceError as lost:
            stopped |= dict.fromkeys([lost.file, *sources.lost()], LOST)


def _unfit_files(attempt: Attempt, guarded: Mapping[int, str], *, is_in_place: bool) -> dict[int, str]:
    """The files whose changes may not stand, with the reason. `guarded`: those that a guard found misread at first."""
    tables, changes = attempt.tables, attempt.changes
    removed, files = changes.removed["annotation"], changes.files()
    unfit = overdrawn_files(tables, removed, attempt.permission.max_drop) | unclear_files(tables, removed, files)
    # a guard may see only what other fixes brought to light
    misread = misread_files(attempt.findings, attempt.judgement)
    # or see nothing any more, though its own fix did nothing: too few boxes were left to judge
    rewritten = {row for _, row in attempt.rewritten}
    misread |= {file: reason for file, reason in guarded.items() if tables.files["file_set"][file] not in rewritten}
    unfit |= {file: reason for file, reason in misread.items() if file in set(files)}
    unfit |= dict.fromkeys(attempt.torn, TORN)
    if is_in_place:
        unfit |= read_only_files(changes.sources, files)
        unfit |= rendered_files(changes.sources, files)
        unfit |= linked_files(changes.sources, deletable_files(attempt))
    return unfit


def _repaired(attempt: Attempt, held: Mapping[int, str], told: Collection[int]) -> Repair:
    """What an attempt that may stand comes to. `told`: the files among those held of which that is to be said."""
    changes, judgement = attempt.changes, attempt.judgement
    emptied = emptied_images(attempt)
    fixed = _fixed(attempt)
    for row in removable_images(attempt).tolist() if attempt.permission.drop_empty_images else ():
        changes.remove("image", row, EMPTIED)
    deletable = deletable_files(attempt)
    edits = dict(changes.by_file())
    texts = {file: [edit for edit, _ in found] for file, found in edits.items()}
    tables = reread_odd_files(attempt.tables, changes, texts)
    images = np.flatnonzero(np.isin(tables.images["file"], list(deletable)))
    findings, gone = attempt.findings, changes.removed["image"].keys() | set(images.tolist())
    if gone or judgement.guards or tables is not attempt.tables:
        # what a rule that only guards explains is reported all the same
        removed = {"annotation": changes.removed["annotation"], "image": gone}
        findings = judgement.judge(view_of(tables, removed).tables, judgement.selected)
    findings = replace(findings, hits=tuple(_unfixed(hits, attempt.permission) for hits in findings.hits))
    return Repair(
        files=tuple(_file_repairs(attempt, fixed, edits)),
        left_alone=_left_alone(tables, held, told),
        emptied=image_names(tables, emptied),
        deleted=frozenset(tables.files["path"].at(file) for file in deletable),
        findings=_placed(findings, texts),
    )


def _with_findings(findings: Findings) -> set[int]:
    """The files that a finding is about as a whole."""
    return {row for hits in findings.hits if hits.table == "file" for row in hits.rows.tolist()}


def _left_alone(tables: Tables, held: Mapping[int, str], told: Collection[int]) -> tuple[LeftAlone, ...]:
    """Those of the files held that are told, or the whole set where that is one held for one reason."""
    file_set = tables.files["file_set"]
    sizes = np.bincount(file_set, minlength=len(tables.file_sets))
    groups: dict[tuple[int, str], list[int]] = {}
    for file in sorted(held):
        groups.setdefault((int(file_set[file]), held[file]), []).append(file)
    shown = []
    for (row, reason), files in groups.items():
        named = [file for file in files if file in told]
        if named and len(files) > 1 and len(files) == sizes[row]:
            shown.append(LeftAlone(tables.file_sets["path"].at(row), reason))
        else:
            shown += [LeftAlone(tables.files["path"].at(file), reason) for file in named]
    return tuple(shown)


def _file_repairs(
    attempt: Attempt, fixed: Mapping[int, Mapping[str, int]], edits: Mapping[int, Sequence[tuple[Edit, Record]]]
) -> Iterator[FileRepair]:
    changes = attempt.changes
    for file, found in edits.items():
        source = changes.sources.text(file)
        yield FileRepair(
            path=changes.sources.files[file].path,
            shown=changes.sources.files[file].shown,
            stamp=None,
            encoding=source.encoding,
            format=changes.sources.files[file].format,
            edits=tuple(changes.in_bytes(file, [edit for edit, _ in found])),
            before=tuple(_text(source, edit) for edit, _ in found),
            labels=tuple(_label(attempt.tables, record) for _, record in found),
            removed=len(
                {row for _, (table, row) in found if table == "annotation"} & changes.removed["annotation"].keys()
            ),
            fixed=fixed.get(file, {}),
        )


def _text(source: SourceText, edit: Edit) -> str:
    """What an edit replaces; a byte-order mark has no place in the text, and stands before it."""
    return "\ufeff" if edit.start < 0 else bytes(source.data[edit.start : edit.end]).decode("utf-8", "replace")


def _fixed(attempt: Attempt) -> dict[int, dict[str, int]]:
    """By file and rule, how many findings are mended: those a change was made for, and that are not there any more."""
    columns = Columns(attempt.findings.tables)
    left: set[tuple[str, Record]] = set()
    for hits in attempt.findings.hits:
        table, rows = records(columns, hits.table, hits.rows)
        left |= {(hits.rule.code, (table, row)) for row in attempt.view.whole(table, rows).tolist()}
    counts: dict[int, dict[str, int]] = {}
    for code, record in sorted(attempt.mended.keys() - left):
        in_file = counts.setdefault(attempt.file_of(record), {})
        in_file[code] = in_file.get(code, 0) + 1
    return counts


def _label(tables: Tables, record: Record) -> str:
    """A record in words."""
    table, row = record
    if table == "file":
        return "file"
    name = tables[table]["id"].at(row)
    if name is None and table == "annotation":
        return f"annotation at index {int(tables[table]['index'][row]):,}"
    if name is None:
        name = tables[table]["file_name" if table == "image" else "name"].at(row)
    return f"{table} {name}"


def _unfixed(hits: RuleHits, permission: Permission) -> RuleHits:
    """What is left to find: a fix that is allowed and was not applied is none."""
    allowed = [number for number, fix in enumerate(hits.rule.fix) if permission.allows(fix, hits.severity)]
    return replace(hits, fixes=np.where(np.isin(hits.fixes, allowed), -1, hits.fixes))


def _placed(findings: Findings, edits: Mapping[int, Sequence[Edit]]) -> Findings:
    """The findings in the places that their rows have after the edits."""
    tables = findings.tables
    for name in ("annotation", "image", "category"):
        file = tables[name]["file"]
        starts, ends = (np.array(tables[name][side]) for side in ("start", "end"))
        for number, found in edits.items():
            rows = np.flatnonzero(file == number) if name == "category" else _rows_of(file, number)
            if len(starts[rows]):
                # a byte-order mark stands before the text that offsets count in
                changes = [edit for edit in found if edit.start >= 0]
                starts[rows], ends[rows] = shifted(starts[rows], changes), shifted(ends[rows], changes, are_ends=True)
        tables = with_columns(tables, name, {"start": starts, "end": ends})
    return replace(findings, tables=tables)


def _rows_of(file: Any, number: int) -> slice:
    """The rows of a file in a table that has its files in order."""
    first, last = np.searchsorted(file, [number, number + 1])
    return slice(int(first), int(last))
