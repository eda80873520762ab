"""`boxlint clean`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
def command(paths: tuple[str, ...], config: Path | None, isolated: bool) -> None:
    """Remove the cache that `boxlint check` with the same PATHS keeps.

    Without PATHS, that of the working directory.
    """
    from boxlint.cache import cache_folder
    from boxlint.cache.store import remove
    from boxlint.config import find_file, shown

    folder = cache_folder(find_file([Path(path) for path in paths or (".",)], config, isolated=isolated))
    size = remove(folder)
    if size is None:
        click.echo(f"Nothing to remove: there is no {shown(folder)}.")
    else:
        click.echo(f"Removed {shown(folder)} ({size / 1e6:,.1f} MB).")
