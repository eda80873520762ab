"""Options that commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from boxlint.cli.completion import folders, format_names, framework_names, output_names, rule_levels, rule_names
from boxlint.errors import UserError
from boxlint.outputs import WRITERS

Command = TypeVar("Command", bound=Callable[..., Any])


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


def _names_option(*flags: str, **said: Any) -> Callable[[Command], Command]:
    return click.option(*flags, multiple=True, callback=_names, **said)


SELECTION: Final = (
    _names_option(
        "--select",
        shell_complete=rule_names,
        metavar="RULES",
        help="Use these rules only: codes, prefixes, names or ALL, with commas between.",
    ),
    _names_option(
        "--extend-select",
        shell_complete=rule_names,
        metavar="RULES",
        help="Use these rules too.",
    ),
    _names_option(
        "--ignore",
        shell_complete=rule_names,
        metavar="RULES",
        help="Do not use these rules.",
    ),
    click.option(
        "--severity",
        multiple=True,
        callback=_levels,
        shell_complete=rule_levels,
        metavar="CODE=LEVEL",
        help="Make a rule an error, a warning, or off.",
    ),
    _names_option(
        "--for",
        "frameworks",
        shell_complete=framework_names,
        metavar="FRAMEWORK",
        help="Judge by what these training frameworks would do; `boxlint frameworks` lists them.",
    ),
    click.option(
        "--partial",
        is_flag=True,
        help="PATHS are some files of many, as in a pre-commit hook: leave out rules that need all files of a folder.",
    ),
    click.option(
        "--device", metavar="DEVICE", help="Evaluate with PyTorch on auto, cpu, cuda or cuda:N. Default: numpy."
    ),
)
"""Which rules, and how they judge."""

READING: Final = (
    click.option(
        "--images",
        multiple=True,
        shell_complete=folders,
        metavar="DIR",
        help="Compare with the image files below this folder: sizes, EXIF orientation, missing files.",
    ),
    click.option(
        "--format",
        metavar="FORMAT",
        shell_complete=format_names,
        help="Read every file as this format instead of telling it by its content.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that read large inputs; 1 starts none. Default: the cores at hand, up to 8.",
    ),
)
"""How files are read."""

CACHE: Final = (
    click.option(
        "--cache/--no-cache", default=None, help="Keep what takes long to read for the next run. Default: yes."
    ),
)
"""Whether what was read is kept."""

PROGRESS: Final = (click.option("--no-progress", is_flag=True, help="Show no progress bar."),)
"""How far a run is."""

REPORT: Final = (
    click.option(
        "--output-format",
        multiple=True,
        metavar="FORMAT[:FILE]",
        shell_complete=output_names,
        help=f"Report as {', '.join(WRITERS)}; repeat it for several, all but one with a file. Default: full.",
    ),
    click.option(
        "--max-per-rule",
        type=click.IntRange(min=0),
        metavar="N",
        help="Examples of each rule in the full report; 0 shows all. Default: 5.",
    ),
    click.option("--statistics", is_flag=True, help="Report counts by rule only."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even where there are findings."),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning"]),
        help="The lowest severity that exits with 1. Default: warning.",
    ),
    click.option("--strict", is_flag=True, default=None, help="Exit with 1 where a suppression does nothing."),
    *PROGRESS,
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: auto."),
)
"""How findings are reported."""

FILES: Final = (
    click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file."),
    click.option("--isolated", is_flag=True, help="Use no configuration file."),
    click.option("--skip-unknown", is_flag=True, help="Skip named files that are no annotations instead of failing."),
    click.option(
        "--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what git ignores. Default: yes."
    ),
    click.option("--force-exclude", is_flag=True, help="Leave out excluded files even where they are named."),
    click.option("--show-settings", is_flag=True, help="Print the settings as TOML, and do nothing else."),
    click.option("--show-files", is_flag=True, help="List the files that would be read, and do nothing else."),
)
"""Which files."""

BASELINE: Final = (
    click.option(
        "--baseline",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Report nothing that this file knows. Default: boxlint-baseline.json beside the configuration, if any.",
    ),
    click.option("--no-baseline", is_flag=True, help="Report what is known too."),
)
"""What is known and not reported."""

FIXES: Final = (
    click.option(
        "--unsafe-fixes", is_flag=True, help="Apply the fixes too that drop or move a label, or change its id."
    ),
    click.option("--drop-invalid", is_flag=True, help="Drop annotations with an error whose fix is to drop them."),
    click.option(
        "--max-drop",
        type=click.FloatRange(0, 1),
        metavar="SHARE",
        help="Leave a file alone that would lose a larger share of its annotations. Default: 0.5.",
    ),
    click.option("--drop-empty-images", is_flag=True, help="Drop images of COCO that lose all their annotations."),
    click.option(
        "--delete-files",
        is_flag=True,
        help="Delete the annotation files of images that lose all their annotations (with --drop-empty-images).",
    ),
    click.option("--diff", is_flag=True, help="Change nothing; print the changes as a patch for git apply."),
    click.option("--dry-run", is_flag=True, help="Change nothing; count the fixes by rule."),
    click.option("--show-fixes", is_flag=True, help="List the fixes by file and rule."),
    click.option(
        "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write every edit to this JSON file."
    ),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 where a file was changed."),
)
"""What is fixed, and how it is told."""


def with_options(*groups: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """A decorator that gives a command these options, in order."""

    def decorate(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate
