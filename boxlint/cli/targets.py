"""Where the reports of a run go: chosen, guarded before the work, and written after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from msgspec.structs import replace

from boxlint.errors import UserError
from boxlint.outputs import WRITERS, Target, Writer, parse_target

if TYPE_CHECKING:
    from boxlint.report import Report
    from boxlint.reports.layout import Layout
    from boxlint.settings import Settings

_JUDGED_BY: Final = {"frameworks": "--for", "images": "--images"}


def choose_targets(settings: Settings, options: Mapping[str, Any]) -> list[Target]:
    """The targets of a run; `--output-file` is the file of the one format that names none.

    Raises `UserError` where two go to one place, a file cannot be written, or a format has no statistics.
    """
    targets = [parse_target(text) for text in settings.output_format]
    if options["output_file"]:
        if all(target.file for target in targets):
            raise UserError(f"--output-file {options['output_file']}: every format has a file; leave it out")
        targets = [target if target.file else replace(target, file=options["output_file"]) for target in targets]
    _refuse_twins(targets)
    for target in targets:
        if options["statistics"] and not WRITERS[target.form].statistics:
            able = ", ".join(name for name, writer in WRITERS.items() if writer.statistics)
            raise UserError(f"--statistics: {target.form} has no counts by rule alone; there are {able}")
        if target.file:
            from boxlint.cli.output import require_writable

            require_writable(target.file, named(target, options))
    return targets


def _refuse_twins(targets: Sequence[Target]) -> None:
    """Raise `UserError` where two targets are one place."""
    places: dict[Path | None, Target] = {}
    for target in targets:
        place = target.file and target.file.resolve()
        twin = places.setdefault(place, target)
        if twin is not target and place is None:
            raise UserError(f"{twin.form} and {target.form} both go to stdout; give one a file, as {target.form}:FILE")
        if twin is not target:
            raise UserError(f"{twin.form} and {target.form} both go to {target.file}; name two files")


def named(target: Target, options: Mapping[str, Any]) -> str:
    """What a user wrote to choose the file of a target."""
    return "--output-file" if target.file == options["output_file"] else "output-format"


def require_other_files(
    targets: Sequence[Target], options: Mapping[str, Any], checked: Sequence[str], own: Sequence[Path]
) -> None:
    """Raise `UserError` where a report would overwrite a file that it is about, or one of boxlint's `own`."""
    from boxlint.cli.output import require_other_file

    for target in targets:
        if target.file:
            require_other_file(target.file, checked, own, named(target, options))


def goes_to_stdout(targets: Iterable[Target], form: str) -> bool:
    """Whether the report on stdout is of a format."""
    return any(target.file is None and target.form == form for target in targets)


def show(
    report: Report, targets: Sequence[Target], settings: Settings, paths: Sequence[str], options: Mapping[str, Any]
) -> None:
    """Write each report where it belongs, that on stdout first.

    With text for people come the totals, which go to stderr where stdout has them not, as with statistics; with formats
    for programs, none, unless a strict run fails for suppressions, of which these say nothing.
    """
    are_all_read = True
    for target in sorted(targets, key=lambda target: target.file is not None):
        are_all_read &= _show(report, target, settings, paths, options)
    is_owed = any(WRITERS[target.form].is_for_terminals for target in targets)
    is_owed |= settings.strict and bool(report.unused_suppressions)
    on_stdout = [WRITERS[target.form] for target in targets if target.file is None]
    is_told = not options["statistics"] and any(writer.has_totals for writer in on_stdout)
    if is_owed and are_all_read and not is_told:
        from boxlint.reports.full import closing

        click.echo("".join(closing(report)), nl=False, err=True)


def _show(report: Report, target: Target, settings: Settings, paths: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Write one report. False: the reader has gone."""
    from boxlint.cli.output import print_text, print_utf8, terminal_width, use_color, write_file
    from boxlint.reports.layout import Layout

    color = use_color("never" if target.file and options["color"] == "auto" else options["color"])
    width = {} if target.file else {"width": terminal_width()}
    layout = Layout(settings.max_per_rule, color=color, command=_same_run(paths, options), **width)
    pieces = _pieces(WRITERS[target.form], report, layout, statistics=options["statistics"])
    if target.file:
        write_file(target.file, pieces, named(target, options))
        return True
    return print_text(pieces, color=color) if WRITERS[target.form].is_for_terminals else print_utf8(pieces)


def _same_run(paths: Sequence[str], options: Mapping[str, Any]) -> str:
    """The options of this run on which it depends what is found, and its paths, as a shell takes them."""
    from shlex import join

    from boxlint.reports.layout import command_paths

    words = [word for name, option in _JUDGED_BY.items() for value in options[name] or () for word in (option, value)]
    for name in ("format", "config", "baseline"):
        words += [f"--{name}", str(options[name])] if options[name] else []
    words += [f"--{name.replace('_', '-')}" for name in ("isolated", "no_baseline") if options[name]]
    return " ".join([*([join(words)] if words else []), command_paths(paths)])


def _pieces(writer: Writer, report: Report, layout: Layout, *, statistics: bool) -> Iterable[str]:
    """The text of a report, piece by piece."""
    module, function = ("statistics", writer.statistics) if statistics else (writer.module, writer.function)
    write: Callable[..., Iterable[str]] = getattr(import_module(f"boxlint.reports.{module}"), function)
    return write(report, layout) if writer.takes_layout and not statistics else write(report)
