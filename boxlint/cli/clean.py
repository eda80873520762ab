"""`boxlint clean`."""

from __future__ import annotations

from pathlib import Path

import click

from boxlint.cli.completion import files
from boxlint.errors import UserError


@click.command(short_help="Remove what `boxlint check` keeps for the next run.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=files)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def command(paths: tuple[str, ...], config: Path | None, isolated: bool) -> None:
    """Remove the cache that `boxlint check` with the same PATHS keeps.

    It lies beside the configuration file that holds for PATHS, else beside boxlint-baseline.json or in the working
    directory.
    """
    from boxlint.cache import NAME
    from boxlint.cache.store import remove
    from boxlint.path_names import shown
    from boxlint.settings.files import find_root

    if config and isolated:
        raise UserError("--config and --isolated exclude each other; leave one out")
    for path in [Path(path) for path in paths] + [config or Path()]:
        if not path.exists():
            raise UserError(f"{path} does not exist")
    folder = find_root([Path(path) for path in paths or (".",)], config, isolated=isolated) / NAME
    size = remove(folder)
    if size is None:
        click.echo(f"Nothing to remove: there is no {folder}.")
    else:
        click.echo(f"Removed {shown(folder)} ({size / 1e6:,.1f} MB).")
