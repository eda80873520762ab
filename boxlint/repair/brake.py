"""When a file is rather misread than wrong, and is left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from boxlint.edits.replacing import why_read_only
from boxlint.findings import Findings
from boxlint.formats.registry import ROTATED_BY_COUNT
from boxlint.repair.judgement import Judgement
from boxlint.repair.permission import Permission
from boxlint.repair.sources import Sources
from boxlint.tables import Tables

_UPRIGHT: Final = 4
_ROTATED: Final = 5
FEWEST: Final = 4
"""Annotations that a file among others must have for their share to say something: half of all VOC files have fewer."""

TORN: Final = "it is in another notation than its format's, and some of its boxes cannot be edited"


def unreadable_files(tables: Tables) -> dict[int, str]:
    """The files that do not parse as their format, with the reason to leave them alone."""
    is_broken = tables.files["is_unreadable"] | tables.files["is_lfs_pointer"]
    return dict.fromkeys(np.flatnonzero(is_broken).tolist(), "it does not parse as its format (BX004, BX021)")


def misread_files(findings: Findings, judgement: Judgement, permission: Permission | None = None) -> dict[int, str]:
    """The files of sets that an error says are misread, with the reason; not where `permission` allows its fix."""
    errors = tuple(hits for hits in findings.hits if hits.rule.is_guard and hits.severity == "error")
    selected = {rule.code for rule in judgement.selected}
    held: dict[int, str] = {}
    file_set = findings.tables.files["file_set"]
    for hits, found in Findings(findings.tables, errors).blocks():
        for row, number, finding in zip(hits.rows.tolist(), hits.fixes.tolist(), found, strict=True):
            is_fixed = hits.rule.code in selected and number >= 0
            if permission and is_fixed and permission.allows(hits.rule.fix[number], hits.severity):
                continue
            reason = f"it is probably misread: {finding.message} ({hits.rule.code} {hits.rule.name})"
            held |= dict.fromkeys(np.flatnonzero(file_set == row).tolist(), reason)
    return held


def overdrawn_files(tables: Tables, dropped: Iterable[int], max_drop: float) -> dict[int, str]:
    """The files that would lose a larger share of their annotations than `max_drop`, with the reason.

    In formats with a file an image the files of a folder are judged together; one among them by itself only
    where it has four annotations or more.
    """
    rows = np.array(sorted(dropped), np.int64)
    if not len(rows) or max_drop >= 1:
        return {}
    file, file_set = tables.annotations["file"], tables.files["file_set"]
    held: dict[int, str] = {}
    by_set = _shares(file_set[file], file_set[file[rows]], len(tables.file_sets))
    for row, lost, total in _beyond(by_set, max_drop):
        held |= dict.fromkeys(np.flatnonzero(file_set == row).tolist(), _too_many(lost, total, max_drop))
    for row, lost, total in _beyond(_shares(file, file[rows], len(tables.files)), max_drop):
        if total >= FEWEST:
            held.setdefault(row, _too_many(lost, total, max_drop))
    return held


def unclear_files(tables: Tables, removed: Collection[int], files: Iterable[int]) -> dict[int, str]:
    """Those of some files whose boxes, by what would be left of them, would be read in another notation.

    A COCO file has rotated boxes where most have five numbers, and more than one.
    """
    annotations, count = tables.annotations, len(tables.files)
    is_left = np.ones(len(annotations), np.bool_)
    is_left[sorted(removed)] = False
    written, file = annotations["coordinate_count"], annotations["file"]
    upright, rotated = (
        np.bincount(file[is_left & (written == numbers)], minlength=count) for numbers in (_UPRIGHT, _ROTATED)
    )
    was_rotated = np.zeros(count, np.bool_)
    was_rotated[file[annotations["expected_coordinate_count"] == _ROTATED]] = True
    has_turned = (upright + rotated > 0) & (was_rotated != (rotated > np.maximum(upright, 1)))
    reason = "by the boxes that would be left, upright ones could not be told from rotated ones"
    return {row: reason for row in files if has_turned[row] and tables.files["format"].at(row) in ROTATED_BY_COUNT}


def rendered_files(sources: Sources, files: Iterable[int]) -> dict[int, str]:
    """Those of some files that are no text, which nothing changes in place, with the reason."""
    reason = "it is not changed in place: have a fixed copy written with --output-file or --output"
    return {file: reason for file in files if sources.is_rendered(file)}


def read_only_files(sources: Sources, files: Iterable[int]) -> dict[int, str]:
    """Those of some files that cannot be written, with the reason."""
    reasons = {file: why_read_only(sources.files[file].path) for file in files}
    return {file: reason for file, reason in reasons.items() if reason}


def linked_files(sources: Sources, files: Iterable[int]) -> dict[int, str]:
    """Those of some files that are symbolic links, and so are not to be deleted, with the reason."""
    reason = "it would be deleted, and is a symbolic link: delete it and what it leads to by hand"
    return {file: reason for file in files if sources.files[file].path.is_symlink()}


def _shares(owners: Any, losing: Any, count: int) -> tuple[Any, Any]:
    return np.bincount(losing, minlength=count), np.bincount(owners, minlength=count)


def _beyond(counts: tuple[Any, Any], max_drop: float) -> Iterator[tuple[int, int, int]]:
    lost, total = counts
    for row in np.flatnonzero(lost > max_drop * total).tolist():
        yield row, int(lost[row]), int(total[row])


def _too_many(lost: int, total: int, max_drop: float) -> str:
    return (
        f"{lost:,} of {total:,} annotation{'' if total == 1 else 's'} would be removed, more than {max_drop:.0%}: "
        "look whether it is misread, or allow it with --max-drop 1.0"
    )


def withheld(findings: Findings, held: Mapping[int, str], permission: Permission) -> set[int]:
    """The files among those held in which a permitted fix was not applied."""
    from boxlint.columns import Columns

    columns = Columns(findings.tables)
    files: set[int] = set()
    for hits in findings.hits:
        permitted = [number for number, fix in enumerate(hits.rule.fix) if permission.allows(fix, hits.severity)]
        if not permitted or hits.table == "file_set":
            continue
        rows = hits.rows[np.isin(hits.fixes, permitted)]
        owners = rows if hits.table == "file" else columns(hits.table, "file")[rows]
        files.update(np.unique(owners).tolist())
    return files & held.keys()
