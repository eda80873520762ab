"""`boxlint report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from boxlint.cli.completion import files
from boxlint.cli.options import BASELINE, CACHE, FILES, PROGRESS, READING, SELECTION, with_options


@click.command(short_help="Write what was found as one HTML page.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path),
    default=Path("boxlint-report.html"),
    metavar="FILE",
    help="Write the page there. Default: boxlint-report.html.",
)
@click.option("--open", "is_opened", is_flag=True, help="Show the page in the browser.")
@with_options(SELECTION, READING, FILES, BASELINE, CACHE)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="Exit with 1 where there are findings of this severity or a higher one. Default: the page is no gate.",
)
@with_options(PROGRESS)
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check annotation files and folders, and write what was found as one HTML page with pictures.

    Without PATHS, checks the working directory. The page needs no server and no network.
    Exits with 0 where the page is written, whatever was found, but for --fail-on; with 2 where it could not run.
    """
    from boxlint.cli.inputs import choose_settings, open_files
    from boxlint.cli.output import print_text, require_other_file, require_writable, write_file
    from boxlint.cli.progress import progress
    from boxlint.reports.full import closing
    from boxlint.reports.html import Layout, write
    from boxlint.session import run_check

    settings = choose_settings(paths, options)
    require_writable(options["output_file"])
    session = open_files(paths, settings, options)
    report = run_check(session, exit_zero=options["fail_on"] is None, watch=progress(options))
    require_other_file(options["output_file"], report.tables.files["path"].values, session.kept_files)
    # all of it first: an interrupt leaves the page that was there before
    page = list(write(report, Layout(paths or (".",), settings, _typed(), _now())))
    write_file(options["output_file"], page)
    print_text([f"Wrote {options['output_file']}.\n", *closing(report)])
    if options["is_opened"]:
        click.launch(str(options["output_file"].absolute()))
    sys.exit(report.summary.exit_code)


def _typed() -> str:
    """The command as it was typed."""
    from shlex import join

    return join(["boxlint", *sys.argv[1:]])


def _now() -> str:
    from datetime import datetime

    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
