"""Configuration files: where they are found, and how they extend one another.

One run has one configuration: the nearest `.boxlint.toml`, `boxlint.toml` or `pyproject.toml` with a
`[tool.boxlint]` table (in this order within a folder), looked for from the folder that all checked paths
share up to the root. Nothing is merged across folders; a file that wants its parent's says `extend`.
Paths and patterns are relative to the file that names them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import fields, replace

from boxlint.baseline import NAME as BASELINE
from boxlint.baseline import baseline_file
from boxlint.errors import UserError
from boxlint.outputs import parse_target
from boxlint.path_names import shown
from boxlint.path_patterns import anchor
from boxlint.settings import Settings, validate

FILE_NAMES: Final = (".boxlint.toml", "boxlint.toml", "pyproject.toml")


class OwnFiles(Struct, frozen=True):
    """Files that are no annotations and no stranger's.

    `kept` are the configuration, what it extends, and the baseline, used or not: no report may overwrite them.
    `reports` may be written anew in every run.
    """

    kept: tuple[Path, ...] = ()
    reports: tuple[Path, ...] = ()


def find_settings(paths: Sequence[Path], config: Path | None = None, *, isolated: bool = False) -> Settings:
    """The settings for a run over `paths`: of the file `config` where given, else of the nearest one.

    Raises `UserError` for a file that cannot be read, is no TOML, or has an unknown key or a wrong value.
    """
    file = find_file(paths, config, isolated=isolated)
    return load_settings(file) if file else Settings()


def find_file(paths: Sequence[Path], config: Path | None = None, *, isolated: bool = False) -> Path | None:
    """The configuration file of a run over `paths`; None where there is none, or it is `isolated`."""
    return None if isolated else config or nearest_file(common_folder(paths))


def find_root(paths: Sequence[Path], config: Path | None = None, *, isolated: bool = False) -> Path:
    """The folder of a run's own files: that of the configuration file.

    Without one, the nearest at or above the working directory that has a baseline, else the working directory.
    """
    file = find_file(paths, config, isolated=isolated)
    if file:
        return file.absolute().parent
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if os.path.lexists(folder / BASELINE)), here)


def own_files(paths: Sequence[Path], config: Path | None = None, *, isolated: bool = False) -> OwnFiles:
    """What is boxlint's own in a run over `paths`, whatever is chosen on the command line."""
    file = find_file(paths, config, isolated=isolated)
    settings = load_settings(file) if file else Settings()
    baseline = baseline_file(settings.baseline or True, find_root(paths, config, isolated=isolated))
    kept = (*(_extended(file) if file else ()), *([baseline] if baseline else ()))
    reports = [target.file for target in map(parse_target, settings.output_format) if target.file]
    return OwnFiles(kept, tuple(reports))


def _extended(file: Path) -> Iterator[Path]:
    """A configuration file that was loaded once, and those that it extends."""
    yield file
    base = (_table(file) or {}).get("extend")
    if base is not None:
        yield from _extended(file.absolute().parent / Path(base).expanduser())


def common_folder(paths: Sequence[Path]) -> Path:
    """The folder that all paths lie in; the working directory if there is none."""
    folders = [os.path.normpath(path.absolute() if path.is_dir() else path.absolute().parent) for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return Path.cwd()


def nearest_file(folder: Path) -> Path | None:
    """The configuration file that holds for a folder."""
    for place in (folder, *folder.parents):
        for name in FILE_NAMES:
            file = place / name
            if file.is_file() and (name != "pyproject.toml" or _table(file) is not None):
                return file
    return None


def load_settings(file: Path, extended_by: tuple[Path, ...] = ()) -> Settings:
    """The settings of one configuration file, those that it extends beneath; raises `UserError`."""
    file = file.absolute()
    if file.resolve() in extended_by:
        raise UserError(f"{shown(file)}: extends itself; remove one `extend`")
    table = _table(file)
    if table is None:
        raise UserError(f"{shown(file)}: has no [tool.boxlint] table; add one or leave out --config")
    own = validate(table, shown(file))
    given = _anchored(own, table, file.parent)
    if own.extend is None:
        return Settings().merged(given)
    base = file.parent / Path(own.extend).expanduser()
    if not base.is_file():
        raise UserError(f"{shown(file)}: extend: there is no file {shown(base)}")
    return load_settings(base, (*extended_by, file.resolve())).merged(given)


def _table(file: Path) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{shown(file)}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{shown(file)}: not a TOML file: {error}") from None
    if file.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("boxlint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _anchored(settings: Settings, table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The values that the table sets, by field, with paths and path patterns made absolute."""
    names = {field.encode_name: field.name for field in fields(Settings)}
    given = {names[key]: getattr(settings, names[key]) for key in table if key != "extend"}
    if isinstance(given.get("baseline"), str):
        given["baseline"] = os.path.normpath(folder / Path(given["baseline"]).expanduser())
    for name in ("rules", "images"):
        if name in given:
            given[name] = tuple(os.path.normpath(folder / Path(path).expanduser()) for path in given[name])
    if "output_format" in given:
        given["output_format"] = tuple(str(parse_target(target, folder)) for target in settings.output_format)
    for name in ("exclude", "extend_exclude"):
        if name in given:
            given[name] = tuple(anchor(pattern, folder) for pattern in given[name])
    if "splits" in given:
        given["splits"] = {
            name: tuple(anchor(pattern, folder) for pattern in patterns) for name, patterns in given["splits"].items()
        }
    if "per_file_ignores" in given:
        given["per_file_ignores"] = {anchor(glob, folder): codes for glob, codes in given["per_file_ignores"].items()}
    if "suppress" in given:
        given["suppress"] = tuple(
            replace(entry, files=anchor(entry.files, folder)) if entry.files else entry for entry in given["suppress"]
        )
    return given
