"""`boxlint check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from boxlint.cli.completion import files
from boxlint.cli.options import BASELINE, CACHE, FILES, FIXES, READING, REPORT, SELECTION, with_options
from boxlint.errors import UserError
from boxlint.stages import profiled, stage

_FIX_OPTIONS: Final = (
    *("unsafe_fixes", "drop_invalid", "max_drop", "drop_empty_images", "delete_files"),
    *("diff", "dry_run", "show_fixes", "report", "exit_non_zero_on_fix"),
)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@with_options(SELECTION, READING, REPORT)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report that names no file there.",
)
@with_options(FILES, BASELINE, CACHE)
@click.option("--fix", is_flag=True, help="Fix what can be fixed, as `boxlint fix` does.")
@with_options(FIXES)
@click.option("--profile-time", is_flag=True, hidden=True, help="Say on stderr how long each stage and rule took.")
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check annotation files and folders.

    Without PATHS, checks the working directory.
    Exits with 0 where there is nothing to report, 1 where there are findings, 2 where it could not run.
    """
    with _profiled(is_wanted=options["profile_time"]):
        _check(paths, options)


@contextmanager
def _profiled(*, is_wanted: bool) -> Iterator[None]:
    """Say where the time went, when all else is said."""
    if not is_wanted:
        yield
        return
    try:
        with profiled() as profile:
            yield
    finally:
        click.echo("\n".join(profile.as_lines()), err=True)


def _check(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    from boxlint.cli.inputs import choose_settings, open_files
    from boxlint.cli.progress import progress
    from boxlint.cli.targets import choose_targets, require_other_files, show
    from boxlint.session import run_check

    with stage("settings"):
        settings = choose_settings(paths, options)
    targets = choose_targets(settings, options)
    if options["fix"]:
        from boxlint.cli.fix import run_fix

        run_fix(paths, settings, targets, options)
    refuse_fix_options(options)
    with stage("rules"):
        session = open_files(paths, settings, options)
    report = run_check(session, exit_zero=options["exit_zero"], watch=progress(options))
    require_other_files(targets, options, report.tables.files["path"].values, session.kept_files)
    with stage("report"):
        show(report, targets, settings, paths, options)
    sys.exit(report.summary.exit_code)


def refuse_fix_options(options: dict[str, Any]) -> None:
    """Raise `UserError` for options of `fix` where nothing is fixed: they would do nothing without a word."""
    for name in _FIX_OPTIONS:
        if options[name] not in (None, False):
            option = name.replace("_", "-")
            raise UserError(f"--{option} does nothing without --fix; add it, or use `boxlint fix --{option}`")
