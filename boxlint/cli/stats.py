"""`boxlint stats`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boxlint.cli.completion import files
from boxlint.cli.options import CACHE, FILES, PROGRESS, READING, with_options


@click.command(short_help="Describe a dataset in numbers, by split.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@click.option("--json", "is_json", is_flag=True, help="Write all numbers as JSON.")
@click.option("--all-classes", is_flag=True, help="List all classes, not only the most frequent.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write the table there.")
@with_options(READING, FILES, CACHE, PROGRESS)
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Describe annotation files and folders: classes, boxes per image, sizes, aspects, angles, by split.

    Without PATHS, describes the working directory. Judges nothing.
    Exits with 0, or with 2 where it could not run.
    """
    from msgspec.structs import replace

    from boxlint.cli import output
    from boxlint.cli.inputs import choose_settings, open_files
    from boxlint.cli.progress import progress
    from boxlint.distributions import WANTED, distributions
    from boxlint.reports import stats
    from boxlint.session import reading

    settings = replace(choose_settings(paths, options), baseline=False)
    target = options["output_file"]
    if target:
        output.require_writable(target)
    session = open_files(paths, settings, options)
    with reading(session, progress(options)) as read_options:
        tables = session.read(replace(read_options, wanted=WANTED))
    if target:
        output.require_other_file(target, tables.files["path"].values, session.kept_files)
    told, skipped = distributions(tables), session.found.skipped
    if options["is_json"]:
        pieces = stats.write_json(told, skipped)
    else:
        pieces = stats.write(told, skipped, output.terminal_width(), all_classes=options["all_classes"])
    if target:
        output.write_file(target, pieces)
    elif options["is_json"]:
        output.print_utf8(pieces)
    else:
        output.print_text(pieces)
