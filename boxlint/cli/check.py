"""`boxlint check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from boxlint.cli.completion import files
from boxlint.cli.options import BASELINE, FILES, FIXES, READING, REPORT, SELECTION, with_options
from boxlint.errors import UserError
from boxlint.stages import profiled, stage

if TYPE_CHECKING:
    from boxlint.config import Settings
    from boxlint.session import Watch

_SETTINGS: Final = (
    *("select", "extend_select", "ignore", "severity", "frameworks", "images", "format", "device", "workers", "cache"),
    *("output_format", "max_per_rule", "fail_on", "strict", "respect_gitignore"),
)
"""Options that are settings too; the command line wins."""
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
@with_options(FILES, BASELINE)
@click.option("--cache/--no-cache", default=None, help="Keep what takes long to read for the next run. Default: yes.")
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
    from boxlint.cli.inputs import show_files, show_settings
    from boxlint.cli.targets import choose_targets, require_other_files, show
    from boxlint.config import find_root
    from boxlint.session import open_session, run_check

    with stage("settings"):
        places, settings = prepare(paths, options)
    show_settings(places, settings, options)
    targets = choose_targets(settings, options)
    if options["fix"]:
        from boxlint.cli.fix import run_fix

        run_fix(paths, places, settings, targets, options)
    refuse_fix_options(options)
    root = find_root(places, options["config"], isolated=options["isolated"])
    skip_unknown = options["skip_unknown"] and bool(paths)
    with stage("rules"):
        session = open_session(
            places, settings, skip_unknown=skip_unknown, partial=options["partial"], root=root, with_cache=True
        )
    show_files(session, options)
    report = run_check(session, exit_zero=options["exit_zero"], watch=progress(options))
    require_other_files(targets, options, report.tables.files["path"].values)
    with stage("report"):
        show(report, targets, settings, paths, options)
    sys.exit(report.summary.exit_code)


def prepare(paths: Sequence[str], options: dict[str, Any]) -> tuple[list[Path], Settings]:
    """The paths and the settings of a command."""
    from boxlint.config import find_settings
    from boxlint.workers import default_count

    if "" in paths:
        raise UserError("a path is empty: expected a file or folder; is a variable of the shell not set?")
    places = [Path(path) for path in paths or (".",)]
    if options["config"] and options["isolated"]:
        raise UserError("--config and --isolated exclude each other; leave one out")
    if options["config"] and not options["config"].is_file():
        raise UserError(f"--config {options['config']}: there is no such file")
    settings = find_settings(places, options["config"], isolated=options["isolated"])
    given: dict[str, Any] = {name: options.get(name) for name in _SETTINGS}
    given["baseline"] = _baseline(options.get("baseline"), is_unwanted=options.get("no_baseline", False))
    given["workers"] = given["workers"] or settings.workers or default_count(is_program=True)
    return places, settings.overridden({**given, "force_exclude": options["force_exclude"] or None})


def _baseline(file: Path | None, *, is_unwanted: bool) -> str | bool | None:
    """The setting that `--baseline` and `--no-baseline` mean; None where neither is given."""
    if file and is_unwanted:
        raise UserError("--baseline and --no-baseline exclude each other; leave one out")
    if is_unwanted:
        return False
    return str(file.absolute()) if file else None


def progress(options: dict[str, Any]) -> Watch | None:
    """What shows how far the reading is, if anything does."""
    from boxlint.cli.progress import progress_bar

    return progress_bar if sys.stderr.isatty() and not options["no_progress"] else None


def refuse_fix_options(options: dict[str, Any]) -> None:
    """Raise `UserError` for options of `fix` where nothing is fixed: they would do nothing without a word."""
    for name in _FIX_OPTIONS:
        if options[name] not in (None, False):
            option = name.replace("_", "-")
            raise UserError(f"--{option} does nothing without --fix; add it, or use `boxlint fix --{option}`")
