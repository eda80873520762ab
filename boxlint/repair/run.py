"""The run of `boxlint fix`: read, plan, then write, file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from boxlint.conditions import value_of
from boxlint.edits import Edit
from boxlint.edits.leftovers import remove_leftovers
from boxlint.edits.replacing import ReplaceError, delete_file, replace_file, write_copy
from boxlint.edits.stamps import Stamp, find_stamp
from boxlint.errors import Interruption, UserError
from boxlint.path_names import shown
from boxlint.repair.judgement import Judgement
from boxlint.repair.outcome import FileRepair, LeftAlone, Outcome
from boxlint.repair.permission import Permission
from boxlint.repair.plan import repair
from boxlint.repair.sources import Sources
from boxlint.session import Session, Watch, reading
from boxlint.settings.files import common_folder
from boxlint.splicing import with_columns
from boxlint.tables import Tables, intern


def plan_fixes(
    session: Session, permission: Permission, watch: Watch | None = None, *, is_in_place: bool = True
) -> Outcome:
    """What fixing the session's files would do; nothing is written. Exit code 1 where a file would change."""
    # before the files are read, so that no later change goes unseen
    stamps = {file.shown: find_stamp(file.path) for file in session.found.files}
    with reading(session, watch) as options:
        tables = session.read(options)
        choice = session.choice
        judgement = Judgement(
            choice.selected,
            choice.guards,
            session.judge,
            lambda columns, rule, table, name: value_of(rule, choice.parameters, columns, table, name),
        )
        sources = Sources(tables, session.found.files, options, stamps)
        try:
            planned = repair(tables, sources, judgement, permission, is_in_place=is_in_place)
        finally:
            # Windows replaces no file that is mapped
            sources.close()
    repairs = tuple(
        replace(_deletion(part) if part.shown in planned.deleted else part, stamp=stamps[part.shown])
        for part in planned.files
    )
    return Outcome(
        repairs=repairs,
        left_alone=planned.left_alone,
        emptied=planned.emptied,
        deleted=tuple(sorted(planned.deleted)),
        report=session.report(planned.findings),
        written=False,
        exit_code=2 if planned.left_alone else int(bool(repairs)),
    )


def _deletion(part: FileRepair) -> FileRepair:
    """The repair of a file that goes as a whole, so that the report has all that was in it."""
    content = part.path.read_bytes()
    rules = tuple(dict.fromkeys(code for edit in part.edits for code in edit.rules))
    text = content.decode(part.encoding, "replace")
    return replace(part, edits=(Edit(0, len(content), b"", rules),), before=(text,), labels=("file",))


def fix_files(session: Session, planned: Outcome, targets: Mapping[str, Path] | None = None) -> Outcome:
    """Write what was planned: in place, or copies of all files at `targets`, by their path as it is shown.

    A file that cannot be written is among those left alone, as it was. Exit code 0, 1 or 2 for what is left.
    """
    tables = planned.report.tables
    if targets is None:
        failures = tuple(_replace_files(session, planned))
    else:
        failures = tuple(_write_copies(session, planned, targets))
        paths = [shown(targets[path]) for path in _paths(tables)]
        tables = with_columns(tables, "file", {"path": intern(paths)})
    # what is known was told by the paths that the files were read from
    report = session.conclude(replace(planned.report.findings, tables=tables), planned.report.stale)
    left_alone = planned.left_alone + failures
    failed = {failure.path for failure in failures}
    return replace(
        planned,
        repairs=tuple(part for part in planned.repairs if part.shown not in failed),
        deleted=tuple(path for path in planned.deleted if path not in failed),
        left_alone=left_alone,
        emptied={path: names for path, names in planned.emptied.items() if path not in failed},
        report=report,
        written=True,
        exit_code=2 if left_alone else report.summary.exit_code,
    )


def _paths(tables: Tables) -> list[str]:
    return [tables.files["path"].at(row) for row in range(len(tables.files))]


def _replace_files(session: Session, planned: Outcome) -> Iterator[LeftAlone]:
    """Replace every file that has edits; yields those that could not be."""
    for folder in sorted({file.path.resolve().parent for file in session.found.files}):
        remove_leftovers(folder)
    for done, part in enumerate(planned.repairs):
        try:
            if part.shown in planned.deleted:
                delete_file(part.path, _known(part))
            else:
                replace_file(part.path, part.edits, _known(part))
        except ReplaceError as error:
            yield LeftAlone(part.shown, error.reason)
        except KeyboardInterrupt:
            raise Interruption(
                f"interrupted: {done:,} of {len(planned.repairs):,} files were fixed, and each file is whole; "
                "run boxlint fix again for the others"
            ) from None


def _known(part: FileRepair) -> Stamp:
    assert part.stamp is not None, "a file without a stamp could not be read"
    return part.stamp


def copy_targets(session: Session, folder: Path) -> dict[str, Path]:
    """Where the copies of a session's files go, below `folder`, by their path as it is shown.

    Raises `UserError` where the folder is not new or empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"--output {folder}: is there and not empty; name a new folder")
    inside = [path for path in session.paths if path.is_dir() and folder.resolve().is_relative_to(path.resolve())]
    if inside:
        raise UserError(f"--output {folder}: lies in {inside[0]}, which would then hold everything twice; name another")
    base = common_folder(session.paths)
    places = {file.shown: os.path.relpath(file.path, base) for file in session.found.files}
    strays = [shown for shown, place in places.items() if place.startswith("..")]
    if strays:
        raise UserError(f"--output {folder}: {strays[0]} lies outside {base}; name the folder that has all files")
    return {shown: folder.absolute() / place for shown, place in places.items()}


def copy_target(session: Session, target: Path) -> dict[str, Path]:
    """Where the copy of a session's only file goes. Raises `UserError` where it has more."""
    if len(session.found.files) != 1:
        raise UserError(f"--output-file {target}: is for one file, and there are {len(session.found.files):,}")
    return {session.found.files[0].shown: target.absolute()}


def _write_copies(session: Session, planned: Outcome, targets: Mapping[str, Path]) -> Iterator[LeftAlone]:
    """Write a copy of every file but those deleted; yields those that could not be."""
    repairs = {part.shown: part for part in planned.repairs}
    for file in session.found.files:
        if file.shown in planned.deleted:
            continue
        part = repairs.get(file.shown)
        try:
            if part is None:
                write_copy(file.path, targets[file.shown], ())
            else:
                rewrite = part.rendering.rewritten if part.rendering else None
                write_copy(file.path, targets[file.shown], part.edits, part.stamp, rewrite)
        except ReplaceError as error:
            yield LeftAlone(file.shown, error.reason)
