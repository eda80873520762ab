"""The Python API: paths → files → tables → findings, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from os import PathLike, fspath
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from boxlint.config import Settings, find_settings
from boxlint.discovery import Discovery, find
from boxlint.formats import ReadOptions, read_files
from boxlint.report import Report, Summary

if TYPE_CHECKING:
    from boxlint.findings import Findings
    from boxlint.tables import Tables

AnyPath = str | PathLike[str]
Watch = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Called with the number of files; what it enters is told how many were read since it last was."""


def check(
    paths: AnyPath | Iterable[AnyPath],
    *,
    select: str | Sequence[str] | None = None,
    extend_select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    classes: Sequence[str] | None = None,
    known_fields: Sequence[str] = (),
    format: str | None = None,
    device: str | None = None,
    config: AnyPath | None = None,
    isolated: bool = False,
    skip_unknown: bool = False,
) -> Report:
    """Check annotation files and folders, as `boxlint check` does.

    The arguments win over the configuration, which is the file `config`, or else the nearest one above
    `paths`; `isolated` reads none. Raises `UserError` where a path, rule or setting does not exist.

    >>> report = boxlint.check("annotations/", select=["BX1"], parameters={"BX104": {"max_ratio": 50}})
    >>> report.summary.by_rule
    {'BX101': 2}
    """
    named = _as_paths(paths)
    select, extend_select, ignore = (_as_selectors(value) for value in (select, extend_select, ignore))
    settings = find_settings(named, None if config is None else Path(config), isolated=isolated)
    given = {
        "select": None if select is None else tuple(select),
        "extend_select": tuple(extend_select),
        "ignore": tuple(ignore),
        "severity": severity,
        "parameters": parameters,
        "classes": None if classes is None else tuple(classes),
        "known_fields": tuple(known_fields),
        "format": format,
        "device": device,
    }
    return run(named, settings.overridden(given, "boxlint.check"), skip_unknown=skip_unknown)


def _as_selectors(value: Any) -> Any:
    """A string is the selectors that it names, as on the command line."""
    return tuple(value.split(",")) if isinstance(value, str) else value


def load(
    paths: AnyPath | Iterable[AnyPath],
    *,
    format: str | None = None,
    classes: Sequence[str] | None = None,
    known_fields: Sequence[str] = (),
) -> Tables:
    """Read annotation files and folders into tables, without any configuration or rule.

    Coordinates are in pixels, as written; see `boxlint.tables` for the columns.

    >>> tables = boxlint.load("annotations/")
    >>> len(tables.annotations), tables.boxes["width"].max()
    (13, 120.0)
    """
    from boxlint.tables import SCHEMA

    everything = frozenset(SCHEMA) | {f"{table}.{column}" for table, columns in SCHEMA.items() for column in columns}
    found = find(_as_paths(paths), format=format, excludes=(), respect_gitignore=True, skip_unknown=False)
    names = None if classes is None else tuple(classes)
    return read_files(found.files, ReadOptions(names, frozenset(known_fields), everything))


def run(
    paths: Sequence[Path],
    settings: Settings,
    *,
    skip_unknown: bool = False,
    exit_zero: bool = False,
    watch: Watch | None = None,
) -> Report:
    """Check paths by settings that are complete."""
    from boxlint.devices import choose_device
    from boxlint.linter import lint
    from boxlint.overrides import choose_rules
    from boxlint.requirements import wanted_columns
    from boxlint.ruleset import load_rules

    started = perf_counter()
    rules = load_rules([Path(folder) for folder in settings.rules], examples=False)
    if settings.rules:
        from boxlint.examples import refuse_own_rules_that_fail

        refuse_own_rules_that_fail(rules)
    choice = choose_rules(settings, rules)
    # a device that is not there is said before a large file is read
    choose_device(settings.device, 0)
    found = _discover(paths, settings, skip_unknown=skip_unknown)
    options = ReadOptions(
        classes=settings.classes,
        known_fields=frozenset(settings.known_fields),
        wanted=wanted_columns(choice.selected, rules),
    )
    with watch(len(found.files)) if watch else nullcontext() as progress:
        tables = read_files(found.files, replace(options, progress=progress) if progress else options)
        findings = lint(
            tables,
            choice.selected,
            rules,
            parameters=choice.parameters,
            severities=choice.severities,
            file_ignores=choice.file_ignores,
            device=choose_device(settings.device, len(tables.annotations)),
        )
    exit_code = 0 if exit_zero else exit_code_of(findings, settings.fail_on)
    summary = summarize(findings, found, tables, perf_counter() - started, exit_code)
    return Report(findings, tables, summary, found.skipped)


def exit_code_of(findings: Findings, fail_on: str) -> int:
    """1 where there are findings at or above a severity, else 0."""
    return int(any(fail_on == "warning" or hits.severity == "error" for hits in findings.hits))


def summarize(findings: Findings, found: Discovery, tables: Tables, seconds: float, exit_code: int) -> Summary:
    """The totals of a run."""
    by_rule: dict[str, int] = {}
    by_severity = {"error": 0, "warning": 0}
    for hits in findings.hits:
        by_rule[hits.rule.code] = by_rule.get(hits.rule.code, 0) + len(hits)
        by_severity[hits.severity] += len(hits)
    return Summary(
        files=len(found.files),
        skipped_files=len(found.skipped),
        images=len(tables.images),
        annotations=len(tables.annotations),
        by_rule=dict(sorted(by_rule.items())),
        by_severity=by_severity,
        seconds=round(seconds, 3),
        exit_code=exit_code,
    )


def _discover(paths: Sequence[Path], settings: Settings, *, skip_unknown: bool) -> Discovery:
    return find(
        paths,
        format=settings.format,
        excludes=(*settings.exclude, *settings.extend_exclude),
        respect_gitignore=settings.respect_gitignore,
        skip_unknown=skip_unknown,
        force_exclude=settings.force_exclude,
    )


def _as_paths(paths: AnyPath | Iterable[AnyPath]) -> list[Path]:
    if isinstance(paths, (str, PathLike)):
        return [Path(fspath(paths))]
    return [Path(fspath(path)) for path in paths]
