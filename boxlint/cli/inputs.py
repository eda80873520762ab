"""What the paths and options of a command mean: the settings, and a session over the files.

`--show-settings` and `--show-files` print the one or the other and end the run there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.session import Session
    from boxlint.settings import Settings

_SETTINGS: Final = (
    *("select", "extend_select", "ignore", "severity", "frameworks", "images", "format", "device", "workers", "cache"),
    *("output_format", "max_per_rule", "fail_on", "strict", "respect_gitignore"),
)
"""Options that are settings too; the command line wins."""


def choose_settings(paths: Sequence[str], options: dict[str, Any]) -> Settings:
    """The settings of a command; raises `UserError` where they, a path or an option are wrong."""
    from boxlint.settings.files import find_settings
    from boxlint.workers import default_count

    if "" in paths:
        raise UserError("a path is empty: expected a file or folder; is a variable of the shell not set?")
    if options["config"] and options["isolated"]:
        raise UserError("--config and --isolated exclude each other; leave one out")
    if options["config"] and not options["config"].is_file():
        raise UserError(f"--config {options['config']}: there is no such file")
    found = find_settings(_places(paths), options["config"], isolated=options["isolated"])
    given: dict[str, Any] = {name: options.get(name) for name in _SETTINGS}
    given["baseline"] = _baseline(options.get("baseline"), is_unwanted=options.get("no_baseline", False))
    given["workers"] = given["workers"] or found.workers or default_count(is_program=True)
    settings = found.overridden({**given, "force_exclude": options["force_exclude"] or None})
    _show_settings(paths, settings, options)
    return settings


def open_files(
    paths: Sequence[str], settings: Settings, options: dict[str, Any], *, is_fixing: bool = False
) -> Session:
    """The session of a command over its files; nothing is read yet."""
    from msgspec.structs import replace

    from boxlint.session import open_session
    from boxlint.settings.files import own_files

    own, output = own_files(_places(paths), options["config"], isolated=options["isolated"]), options.get("output_file")
    session = open_session(
        _places(paths),
        settings,
        # who names nothing is told where there is nothing
        skip_unknown=options["skip_unknown"] and bool(paths),
        partial=options.get("partial", False),
        root=root_of(paths, options),
        with_guards=is_fixing,
        with_cache=not is_fixing,
        own=replace(own, reports=(*own.reports, output)) if output else own,
    )
    _show_files(session, options)
    return session


def root_of(paths: Sequence[str], options: dict[str, Any]) -> Path:
    """The folder of a command's own files."""
    from boxlint.settings.files import find_root

    return find_root(_places(paths), options["config"], isolated=options["isolated"])


def _places(paths: Sequence[str]) -> list[Path]:
    return [Path(path) for path in paths or (".",)]


def _baseline(file: Path | None, *, is_unwanted: bool) -> str | bool | None:
    """The setting that `--baseline` and `--no-baseline` mean; None where neither is given."""
    if file and is_unwanted:
        raise UserError("--baseline and --no-baseline exclude each other; leave one out")
    if is_unwanted:
        return False
    return str(file.absolute()) if file else None


def _show_settings(paths: Sequence[str], settings: Settings, options: dict[str, Any]) -> None:
    """Print the settings and exit, where that is asked."""
    if options["show_settings"] and options["show_files"]:
        raise UserError("--show-settings and --show-files exclude each other; leave one out")
    if not options["show_settings"]:
        return
    from boxlint.cli.output import print_text
    from boxlint.reports.settings import write
    from boxlint.settings.files import find_file

    print_text(write(settings, find_file(_places(paths), options["config"], isolated=options["isolated"])))
    sys.exit(0)


def _show_files(session: Session, options: dict[str, Any]) -> None:
    """Print the files of a session, each after its format, and exit, where that is asked."""
    if not options["show_files"]:
        return
    from boxlint.cli.output import print_text
    from boxlint.reports.values import printable
    from boxlint.reports.words import number_of

    width = max((len(file.format) for file in session.found.files), default=0)
    print_text(f"{file.format:<{width}}  {printable(file.shown)}\n" for file in session.found.files)
    skipped = session.found.skipped
    if skipped:
        click.echo(f"{number_of(len(skipped), 'file is', 'files are')} in no known format:", err=True)
        click.echo("\n".join(f"  {printable(path)}" for path in skipped), err=True)
    sys.exit(0)
