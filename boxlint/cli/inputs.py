"""`--show-settings` and `--show-files`: what a run would go by, and what it would read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.config import Settings
    from boxlint.session import Session


def show_settings(places: Sequence[Path], settings: Settings, options: dict[str, Any]) -> None:
    """Print the settings and exit, where that is asked."""
    if options["show_settings"] and options["show_files"]:
        raise UserError("--show-settings and --show-files exclude each other; leave one out")
    if not options["show_settings"]:
        return
    from boxlint.cli.output import print_text
    from boxlint.config import find_file
    from boxlint.reports.settings import write

    print_text(write(settings, find_file(places, options["config"], isolated=options["isolated"])))
    sys.exit(0)


def show_files(session: Session, options: dict[str, Any]) -> None:
    """Print the files of a session, each after its format, and exit, where that is asked."""
    if not options["show_files"]:
        return
    from boxlint.cli.output import print_text
    from boxlint.reports.values import printable

    width = max((len(file.format) for file in session.found.files), default=0)
    print_text(f"{file.format:<{width}}  {printable(file.shown)}\n" for file in session.found.files)
    skipped = len(session.found.skipped)
    if skipped:
        click.echo(f"{skipped} {'file is' if skipped == 1 else 'files are'} in no known format.", err=True)
    sys.exit(0)
