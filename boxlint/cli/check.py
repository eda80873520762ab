"""`boxlint check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from boxlint.errors import UserError

if TYPE_CHECKING:
    from boxlint.config import Settings
    from boxlint.report import Report

_SETTINGS: Final = (
    *("select", "extend_select", "ignore", "severity", "format", "device"),
    *("output_format", "max_per_rule", "fail_on", "respect_gitignore"),
)
"""Options that are settings too; the command line wins."""


def _names(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...] | None:
    """The comma-separated names of an option that may be repeated; None where it is not given."""
    names = tuple(name.strip() for part in value for name in part.split(",") if name.strip())
    return names or None


def _levels(_ctx: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, str] | None:
    """`--severity CODE=LEVEL` as a mapping."""
    levels = {}
    for part in _names(_ctx, _parameter, value) or ():
        selector, equals, level = part.partition("=")
        if not equals:
            raise UserError(f"--severity {part}: expected CODE=LEVEL, such as BX104=error")
        levels[selector.strip()] = level.strip().lower()
    return levels or None


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--select",
    multiple=True,
    callback=_names,
    metavar="RULES",
    help="Report these rules only: codes, prefixes, names or ALL, with commas between.",
)
@click.option("--extend-select", multiple=True, callback=_names, metavar="RULES", help="Report these rules too.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Do not report these rules.")
@click.option(
    "--severity", multiple=True, callback=_levels, metavar="CODE=LEVEL", help="Make a rule an error, a warning, or off."
)
@click.option("--format", metavar="FORMAT", help="Read every file as this format instead of telling it by its content.")
@click.option("--device", metavar="DEVICE", help="Evaluate with PyTorch on auto, cpu, cuda or cuda:N. Default: numpy.")
@click.option("--output-format", type=click.Choice(["full", "concise", "json", "jsonl"]), help="Default: full.")
@click.option("-o", "--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there.")
@click.option(
    "--max-per-rule",
    type=click.IntRange(min=0),
    metavar="N",
    help="Examples of each rule in the full report; 0 shows all. Default: 5.",
)
@click.option("--statistics", is_flag=True, help="Report counts by rule only.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even where there are findings.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="The lowest severity that exits with 1. Default: warning.",
)
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option("--skip-unknown", is_flag=True, help="Skip named files that are no annotations instead of failing.")
@click.option(
    "--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what git ignores. Default: yes."
)
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named.")
@click.option("--no-progress", is_flag=True, help="Show no progress bar.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: auto.")
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check annotation files and folders.

    Without PATHS, checks the working directory.
    Exits with 0 where there is nothing to report, 1 where there are findings, 2 where it could not run.
    """
    from boxlint.api import run
    from boxlint.cli.output import require_other_file, require_writable
    from boxlint.cli.progress import progress_bar
    from boxlint.config import find_settings

    if "" in paths:
        raise UserError("a path is empty: expected a file or folder; is a variable of the shell not set?")
    places = [Path(path) for path in paths or (".",)]
    if options["config"] and options["isolated"]:
        raise UserError("--config and --isolated exclude each other; leave one out")
    if options["config"] and not options["config"].is_file():
        raise UserError(f"--config {options['config']}: there is no such file")
    if options["output_file"]:
        require_writable(options["output_file"])
    settings = _settings(find_settings(places, options["config"], isolated=options["isolated"]), options)
    shows_bar = sys.stderr.isatty() and not options["no_progress"]
    report = run(
        places,
        settings,
        skip_unknown=options["skip_unknown"] and bool(paths),
        exit_zero=options["exit_zero"],
        watch=progress_bar if shows_bar else None,
    )
    if options["output_file"]:
        require_other_file(options["output_file"], report.tables.files["path"].values)
    _show(report, settings, paths, options)
    sys.exit(report.summary.exit_code)


def _settings(settings: Settings, options: dict[str, Any]) -> Settings:
    given = {name: options[name] for name in _SETTINGS}
    return settings.overridden({**given, "force_exclude": options["force_exclude"] or None})


def _show(report: Report, settings: Settings, paths: Sequence[str], options: dict[str, Any]) -> None:
    """Write the report where it belongs; in formats for programs the totals go to stderr, or nowhere."""
    from boxlint.cli.output import print_text, print_utf8, use_color, write_file

    color = use_color("never" if options["output_file"] and options["color"] == "auto" else options["color"])
    pieces = _pieces(report, settings, paths, color=color, statistics=options["statistics"])
    is_for_people = settings.output_format in ("full", "concise")
    is_read = True
    if options["output_file"]:
        write_file(options["output_file"], pieces)
    elif is_for_people:
        is_read = print_text(pieces, color=color)
    else:
        print_utf8(pieces)
    if is_read and is_for_people and (settings.output_format == "concise" or options["output_file"]):
        from boxlint.reports.full import closing

        click.echo("".join(closing(report)), nl=False, err=True)


def _pieces(
    report: Report, settings: Settings, paths: Sequence[str], *, color: bool, statistics: bool
) -> Iterable[str]:
    form = settings.output_format
    if statistics:
        from boxlint.reports import statistics as counts

        return {"json": counts.write_json, "jsonl": counts.write_json_lines}.get(form, counts.write)(report)
    if form == "full":
        from boxlint.cli.output import terminal_width
        from boxlint.reports import full

        layout = full.Layout(settings.max_per_rule, terminal_width(), color, full.command_paths(paths))
        return full.write(report, layout)
    if form == "concise":
        from boxlint.reports import concise

        return concise.write(report)
    from boxlint.reports import json

    return json.write(report) if form == "json" else json.write_lines(report)
