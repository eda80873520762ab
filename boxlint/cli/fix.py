"""`boxlint fix`, and `boxlint check --fix`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from boxlint.cli.completion import files
from boxlint.cli.inputs import choose_settings, open_files
from boxlint.cli.options import BASELINE, FILES, FIXES, READING, REPORT, SELECTION, with_options
from boxlint.cli.targets import choose_targets, goes_to_stdout, require_other_files, show
from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.outputs import Target
    from boxlint.repair.outcome import Outcome
    from boxlint.settings import Settings


@click.command(short_help="Fix annotation files, byte by byte.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@with_options(FIXES)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Leave the files as they are and write fixed copies of them into this new folder.",
)
@click.option(
    "--output-file",
    "copy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave the one file as it is and write a fixed copy of it there.",
)
@with_options(SELECTION, READING, REPORT, FILES, BASELINE)
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Fix annotation files, byte by byte: nothing but the wrong records changes.

    Without PATHS, fixes the working directory. Applies safe fixes; --unsafe-fixes applies the others, --drop-invalid
    those that drop what is an error. Exits with 0 where nothing is left to report (with --diff or --dry-run: where
    nothing would change), 1 where something is, 2 where a file could not be fixed.
    """
    options["output_file"] = None
    settings = choose_settings(paths, options)
    run_fix(paths, settings, choose_targets(settings, options), options)


def run_fix(
    paths: Sequence[str],
    settings: Settings,
    targets: Sequence[Target],
    options: dict[str, Any],
) -> NoReturn:
    """Fix, tell what was done and what is left, and exit. `targets` get the report of what is left."""
    from boxlint.cli.progress import progress
    from boxlint.repair.permission import HALF, Permission
    from boxlint.repair.run import copy_target, copy_targets, fix_files, plan_fixes

    _refuse_contradictions(options)
    _require_new_files(options)
    session = open_files(paths, settings, options, is_fixing=True)
    copies = None
    if options.get("output"):
        copies = copy_targets(session, options["output"])
    elif options.get("copy"):
        copies = copy_target(session, options["copy"])
    require_other_files(targets, options, [file.shown for file in session.found.files], session.kept_files)
    _refuse_twin_outputs([*(copies or {}).values(), *(target.file for target in targets if target.file)], options)
    permission = Permission(
        unsafe=options["unsafe_fixes"],
        drop_invalid=options["drop_invalid"],
        max_drop=HALF if options["max_drop"] is None else options["max_drop"],
        drop_empty_images=options["drop_empty_images"],
        delete_files=options["delete_files"],
    )
    outcome = plan_fixes(session, permission, progress(options), is_in_place=copies is None)
    # before the first file is written, so that a run that does not end leaves word of what it was to change
    if options["report"]:
        _write_report(options["report"], outcome)
    if not (options["diff"] or options["dry_run"]):
        outcome = fix_files(session, outcome, copies)
        if options["report"]:
            _write_report(options["report"], outcome)
    names = {code: rule.name for code, rule in session.choice.rules.items()}
    if options["diff"]:
        _print_diff(outcome)
    elif options["dry_run"]:
        _print_counts(outcome, names)
    else:
        show(outcome.report, targets, settings, paths, options)
    _print_summary(outcome, targets, options, names)
    sys.exit(_exit_code(outcome, options))


def _refuse_contradictions(options: dict[str, Any]) -> None:
    if options["diff"] and options["dry_run"]:
        raise UserError("--diff and --dry-run exclude each other; leave one out")
    if options.get("output") and options.get("copy"):
        raise UserError("--output and --output-file exclude each other; leave one out")
    named = options["output_file"] or any(":" in text for text in options["output_format"])
    if named and (options["diff"] or options["dry_run"]):
        raise UserError("--diff and --dry-run write no report: leave them out, or the file of the report")
    if options["delete_files"] and (options.get("output") or options.get("copy")):
        raise UserError("--delete-files deletes the files themselves, not copies; leave out --output or --delete-files")
    if options["delete_files"] and not options["drop_empty_images"]:
        raise UserError("--delete-files needs --drop-empty-images: it says what becomes of images without annotations")


def _refuse_twin_outputs(outputs: Sequence[Path], options: dict[str, Any]) -> None:
    """Raise `UserError` where two of the files that a run writes are one: reports, copies, and the list of edits."""
    taken: set[Path] = set()
    for file in outputs:
        if file.resolve() in taken:
            raise UserError(f"{file}: is where another output goes; name another file")
        taken.add(file.resolve())
    if options["report"] and options["report"].resolve() in taken:
        raise UserError(f"--report {options['report']}: is where another output goes; name another file")


def _require_new_files(options: dict[str, Any]) -> None:
    from boxlint.cli.output import require_new, require_writable

    for option, target in (("--report", options["report"]), ("--output-file", options.get("copy"))):
        if target:
            require_writable(target, option)
            require_new(target, option)


def _write_report(path: Path, outcome: Outcome) -> None:
    from boxlint.cli.output import write_file
    from boxlint.reports.fixes import write_json

    write_file(path, write_json(outcome), "--report")


def _print_diff(outcome: Outcome) -> None:
    from boxlint.cli.output import print_bytes
    from boxlint.reports import diff

    print_bytes(
        piece for part in outcome.repairs for piece in diff.write(part, is_deleted=part.shown in outcome.deleted)
    )


def _print_counts(outcome: Outcome, names: dict[str, str]) -> None:
    from boxlint.cli.output import print_text
    from boxlint.reports.fixes import counts

    print_text(counts(outcome, names))


def _print_summary(outcome: Outcome, targets: Sequence[Target], options: dict[str, Any], names: dict[str, str]) -> None:
    """What was fixed: after a report for people on stdout, else on stderr."""
    from boxlint.cli.output import print_text
    from boxlint.reports.fixes import show_fixes, summary

    listed = list(show_fixes(outcome, names)) if options["show_fixes"] else []
    told = list(summary(outcome))
    # the head of the list says what the summary does
    lines = [*listed[1:], *told]
    if options["diff"] or not goes_to_stdout(targets, "full"):
        click.echo("".join(lines), nl=False, err=True)
    else:
        print_text(lines)


def _exit_code(outcome: Outcome, options: dict[str, Any]) -> int:
    if outcome.exit_code == 2:
        return 2
    if outcome.written and options["exit_non_zero_on_fix"] and outcome.repairs:
        return 1
    return 0 if options["exit_zero"] else outcome.exit_code
