"""The Python API: paths → files → tables → findings → repaired files, in one call each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxlint.discovery import find
from boxlint.formats import ReadOptions, read_files
from boxlint.fractions import in_pixels
from boxlint.report import Report
from boxlint.settings import Settings
from boxlint.settings.files import find_root, find_settings, own_files

if TYPE_CHECKING:
    from boxlint.repair.outcome import Outcome
    from boxlint.tables import Tables

AnyPath = str | PathLike[str]


def check(
    paths: AnyPath | Iterable[AnyPath],
    *,
    select: str | Sequence[str] | None = None,
    extend_select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    frameworks: str | Sequence[str] = (),
    classes: Sequence[str] | None = None,
    known_fields: Sequence[str] = (),
    box_mode: str | None = None,
    box_space: str | None = None,
    images: AnyPath | Iterable[AnyPath] = (),
    format: str | None = None,
    device: str | None = None,
    workers: int | None = None,
    cache: bool = False,
    baseline: AnyPath | bool | None = None,
    config: AnyPath | None = None,
    isolated: bool = False,
    skip_unknown: bool = False,
    partial: bool = False,
) -> Report:
    """Check annotation files and folders, as `boxlint check` does.

    The arguments win over the configuration, which is the file `config`, or else the nearest one above
    `paths`; `isolated` reads none. `images` are folders with the image files, which are compared with what is written.
    `workers` processes read large inputs, and as many threads judge them: 1 starts none, and so do Windows and macOS
    unasked, where a script without a `__main__` guard would run again in each process.
    With `cache`, what takes long to read is kept in `.boxlint_cache` beside the configuration file, else beside
    `boxlint-baseline.json` at or above the working directory, else there, and unchanged files are not read again;
    unasked, a call writes nothing, whatever the configuration says.
    `baseline` names the file of findings that are known and not reported; True is `boxlint-baseline.json` at that same
    place if it is there, which is used unasked too unless the configuration says otherwise, and False is none.
    Raises `UserError` where a path, rule or setting does not exist.

    >>> report = boxlint.check("annotations/", select=["BX1"], parameters={"BX104": {"max_ratio": 50}})
    >>> report.summary.by_rule
    {'BX101': 2}
    """
    from boxlint.session import open_session, run_check

    named = _as_paths(paths)
    chosen = {"select": select, "extend_select": extend_select, "ignore": ignore, "frameworks": frameworks}
    levels = {"severity": severity, "parameters": parameters}
    folders = [str(folder) for folder in _as_paths(images)]
    read = {"classes": classes, "known_fields": known_fields, "images": folders, "format": format}
    volumes = {"box_mode": box_mode, "box_space": box_space}
    run = {"device": device, "workers": workers, "cache": cache, "baseline": _baseline(baseline)}
    settings = _settings("boxlint.check", named, config, isolated, **chosen, **read, **volumes, **levels, **run)
    own = _own(named, config, isolated)
    return run_check(open_session(named, settings, skip_unknown=skip_unknown, partial=partial, **own, with_cache=True))


def fix(
    paths: AnyPath | Iterable[AnyPath],
    *,
    unsafe_fixes: bool = False,
    drop_invalid: bool = False,
    max_drop: float = 0.5,
    drop_empty_images: bool = False,
    delete_files: bool = False,
    dry_run: bool = False,
    output: AnyPath | None = None,
    select: str | Sequence[str] | None = None,
    extend_select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    frameworks: str | Sequence[str] = (),
    classes: Sequence[str] | None = None,
    known_fields: Sequence[str] = (),
    box_mode: str | None = None,
    box_space: str | None = None,
    images: AnyPath | Iterable[AnyPath] = (),
    format: str | None = None,
    device: str | None = None,
    workers: int | None = None,
    baseline: AnyPath | bool | None = None,
    config: AnyPath | None = None,
    isolated: bool = False,
    skip_unknown: bool = False,
    partial: bool = False,
) -> Outcome:
    """Fix annotation files and folders in place, as `boxlint fix` does, or into the new folder `output`.

    With `dry_run` nothing is written. The other arguments are those of `check`. Raises `UserError` where a path,
    rule or setting does not exist; a file that could not be fixed is told in `left_alone` of the outcome.

    >>> outcome = boxlint.fix("annotations/", drop_invalid=True)
    >>> outcome.fixed
    {'BX101': 2}
    """
    from boxlint.repair.permission import Permission
    from boxlint.repair.run import copy_targets, fix_files, plan_fixes
    from boxlint.session import open_session

    named = _as_paths(paths)
    chosen = {"select": select, "extend_select": extend_select, "ignore": ignore, "frameworks": frameworks}
    levels = {"severity": severity, "parameters": parameters}
    folders = [str(folder) for folder in _as_paths(images)]
    read = {"classes": classes, "known_fields": known_fields, "images": folders, "format": format}
    volumes = {"box_mode": box_mode, "box_space": box_space}
    run = {"device": device, "workers": workers, "baseline": _baseline(baseline)}
    settings = _settings("boxlint.fix", named, config, isolated, **chosen, **read, **volumes, **levels, **run)
    permission = Permission(unsafe_fixes, drop_invalid, max_drop, drop_empty_images, delete_files)
    own = _own(named, config, isolated)
    session = open_session(named, settings, skip_unknown=skip_unknown, partial=partial, with_guards=True, **own)
    targets = None if output is None else copy_targets(session, Path(output))
    planned = plan_fixes(session, permission, is_in_place=targets is None)
    return planned if dry_run else fix_files(session, planned, targets)


def _settings(caller: str, paths: Sequence[Path], config: AnyPath | None, isolated: bool, **given: Any) -> Settings:
    """The settings of a configuration file under the arguments of a call."""
    for name in ("select", "extend_select", "ignore", "frameworks"):
        # a string is the selectors that it names, as on the command line
        given[name] = given[name].split(",") if isinstance(given[name], str) else given[name]
    lists = {
        name: tuple(value)
        for name, value in given.items()
        if isinstance(value, Sequence) and not isinstance(value, str)
    }
    settings = find_settings(paths, None if config is None else Path(config), isolated=isolated)
    return settings.overridden({**given, **lists}, caller)


def _baseline(given: AnyPath | bool | None) -> str | bool | None:
    return given if given is None or isinstance(given, bool) else os.path.abspath(given)


def _own(paths: Sequence[Path], config: AnyPath | None, isolated: bool) -> dict[str, Any]:
    """The folder of a run's own files, and these."""
    file = None if config is None else Path(config)
    return {name: find(paths, file, isolated=isolated) for name, find in (("root", find_root), ("own", own_files))}


def load(
    paths: AnyPath | Iterable[AnyPath],
    *,
    format: str | None = None,
    classes: Sequence[str] | None = None,
    known_fields: Sequence[str] = (),
    box_mode: str = "auto",
    box_space: str = "auto",
) -> Tables:
    """Read annotation files and folders into tables, without any configuration or rule.

    Coordinates are in pixels, as written; see `boxlint.tables` for the columns.

    >>> tables = boxlint.load("annotations/")
    >>> len(tables.annotations), tables.boxes["width"].max()
    (13, 120.0)
    """
    from boxlint.schema import SCHEMA
    from boxlint.splits import with_splits

    everything = frozenset(SCHEMA) | {f"{table}.{column}" for table, columns in SCHEMA.items() for column in columns}
    found = find(_as_paths(paths), format=format, excludes=(), respect_gitignore=True, skip_unknown=False)
    names = None if classes is None else tuple(classes)
    written = Settings().overridden({"box_mode": box_mode, "box_space": box_space}, "boxlint.load")
    options = ReadOptions(
        names, frozenset(known_fields), everything, box_mode=written.box_mode, box_space=written.box_space
    )
    tables = read_files(found.files, options)
    return in_pixels(with_splits(tables, {}))


def _as_paths(paths: AnyPath | Iterable[AnyPath]) -> list[Path]:
    if isinstance(paths, (str, PathLike)):
        return [Path(fspath(paths))]
    return [Path(fspath(path)) for path in paths]
