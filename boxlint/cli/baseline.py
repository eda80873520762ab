"""`boxlint baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from boxlint.cli.completion import files
from boxlint.cli.options import CACHE, FILES, PROGRESS, READING, SELECTION, with_options
from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.baseline import Baseline
    from boxlint.baseline.comparison import Comparison


@click.command(short_help="Write down what is known, so that only what is new is reported.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write this file. Default: boxlint-baseline.json beside the configuration, else in the working directory.",
)
@click.option("--prune", is_flag=True, help="Add nothing; remove what is not found any more.")
@with_options(SELECTION, READING, FILES, CACHE, PROGRESS)
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Write down all findings, so that `boxlint check` reports only new ones.

    Without PATHS, takes what is in the working directory. What the file has of other files and rules stays. Where there
    is no configuration, a boxlint-baseline.json in a folder above is taken.
    """
    from boxlint.baseline import NO_ENTRIES, baseline_file
    from boxlint.baseline.layout import save
    from boxlint.cli.inputs import choose_settings, open_files, root_of
    from boxlint.cli.output import require_writable
    from boxlint.cli.progress import progress
    from boxlint.path_names import shown
    from boxlint.session import find_all

    settings = choose_settings(paths, options)
    file = baseline_file(settings.baseline or True, root_of(paths, options))
    assert file is not None
    require_writable(file, "--baseline")
    if options["prune"] and not file.exists():
        raise UserError(f"--prune: there is no {shown(file)}; boxlint baseline writes it")
    settings = replace(settings, baseline=str(file) if file.exists() else False)
    session = open_files(paths, settings, options)
    old = session.baseline or NO_ENTRIES
    compared = session.compare(find_all(session, progress(options)), old)
    new = compared.pruned() if options["prune"] else compared.updated()
    if len(new) or file.exists():
        save(file, new)
    click.echo(_told(shown(file), compared, new, is_pruned=options["prune"]))


def _told(file: str, compared: Comparison, new: Baseline, *, is_pruned: bool) -> str:
    """What was written, in a sentence."""
    from boxlint.reports.values import printable
    from boxlint.reports.words import number_of

    gone, file = len(compared.stale), printable(file)
    if is_pruned:
        return f"Removed {number_of(gone, 'stale entry', 'stale entries')} from {file}; {len(new):,} left."
    if not len(new) and not gone:
        return f"No findings: nothing to write to {file}."
    found = len(compared.findings) + sum(map(len, compared.findings.baselined))
    kept = len(new) - found
    changes = [f"{len(compared.findings):,} new", f"{gone:,} not found any more"]
    changes += [f"{kept:,} kept that this run did not judge"] if kept else []
    return f"Wrote {number_of(len(new), 'finding')} to {file}: {', '.join(changes)}."
