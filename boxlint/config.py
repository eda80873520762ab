"""Settings: their model, where they are found, and how they are merged.

One run has one configuration: the nearest `.boxlint.toml`, `boxlint.toml` or `pyproject.toml` with a
`[tool.boxlint]` table (in this order within a folder), looked for from the folder that all checked paths
share up to the root. Nothing is merged across folders; a file that wants its parent's says `extend`.
Paths and patterns are relative to the file that names them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import normpath
from re import search, sub
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, ValidationError, convert, field
from msgspec.structs import fields, replace

from boxlint.errors import UserError, did_you_mean
from boxlint.outputs import parse_target

FILE_NAMES: Final = (".boxlint.toml", "boxlint.toml", "pyproject.toml")

Selector = Annotated[str, Meta(title="selector")]
FrameworkName = Annotated[str, Meta(title="framework", min_length=1)]
OutputName = Annotated[str, Meta(title="output")]
FormatName = Annotated[str, Meta(title="format")]
_Name = Annotated[str, Meta(min_length=1)]
SINGLE: Final = ("output-format",)
"""Lists of which a file may write the only entry by itself."""
_Ids = Annotated[tuple[int | str, ...], Meta(min_length=1)]
_EXPECTED: Final = {
    "device": "auto, cpu, cuda or cuda:N",
    "fail-on": "error or warning",
    "severity": "error, warning or off",
}


class Suppress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry `[[suppress]]`: rules that are not reported for what it names."""

    rules: Annotated[tuple[Selector, ...], Meta(min_length=1)]
    files: _Name | None = None
    images: _Ids | None = None
    annotations: _Ids | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if not (self.files or self.images or self.annotations):
            raise ValueError("it names none of files, images or annotations")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What a configuration file may say, keys in kebab-case; unknown keys are refused.

    A msgspec model: a pydantic one would take half of the time that `boxlint check one.xml` has. What stands below
    a setting is what its JSON schema and the table in docs/configuration.md say.
    """

    extend: str | None = None
    """Another configuration file, whose settings hold where this one says nothing. Relative to this file."""
    select: tuple[Selector, ...] | None = None
    """The rules to report, instead of those that are on by default: codes, beginnings of codes, names, or ALL."""
    extend_select: tuple[Selector, ...] = ()
    """Rules to report besides."""
    ignore: tuple[Selector, ...] = ()
    """Rules not to report. The more specific selector wins, and where both are alike this one."""
    severity: dict[Selector, Literal["error", "warning", "off"]] = {}
    """What rules are: error, warning, or off."""
    per_file_ignores: dict[str, tuple[Selector, ...]] = {}
    """Rules not to report in files, by patterns like those of .gitignore."""
    suppress: tuple[Suppress, ...] = ()
    """Rules not to report for single files, images or annotations."""
    extend_safe_fixes: tuple[Selector, ...] = ()
    """Rules whose fixes are applied without --unsafe-fixes."""
    extend_unsafe_fixes: tuple[Selector, ...] = ()
    """Rules whose fixes are applied with --unsafe-fixes only."""
    unfixable: tuple[Selector, ...] = ()
    """Rules whose fixes are never applied."""
    parameters: dict[Selector, dict[str, Any]] = {}
    """Thresholds of rules, by the name or code of the rule; `by_category` sets them for single categories."""
    frameworks: tuple[FrameworkName, ...] = field(default=(), name="for")
    """Training frameworks to judge by; `boxlint frameworks` lists them."""
    rules: tuple[str, ...] = ()
    """Folders with rules and frameworks of your own."""
    classes: tuple[_Name, ...] | None = None
    """The only categories that are known; others are BX401."""
    known_fields: tuple[_Name, ...] = ()
    """Keys of annotations that BX010 accepts besides those of the format."""
    splits: dict[str, tuple[str, ...]] = {}
    """Which files are in which split, by patterns like those of .gitignore, where their paths do not tell."""
    images: tuple[str, ...] = ()
    """Folders with the image files, whose headers are compared with what is written."""
    exclude: tuple[str, ...] = ()
    """What is left out in folders: patterns like those of .gitignore."""
    extend_exclude: tuple[str, ...] = ()
    """What is left out besides."""
    force_exclude: bool = False
    """Whether excluded files are left out even where they are named on the command line."""
    respect_gitignore: bool = True
    """Whether what git ignores is left out."""
    format: FormatName | None = None
    """Read every file as this format instead of telling it by its content."""
    baseline: str | bool = True
    """The file of known findings, which are not reported: `boxlint-baseline.json` where it is, another, or none."""
    cache: bool = True
    """Whether what takes long to read is kept for the next run."""
    workers: Annotated[int, Meta(ge=1)] | None = None
    """Processes that read large inputs; 1 starts none. By default the cores at hand, up to 8."""
    device: Annotated[str, Meta(pattern="^(auto|cpu|cuda(:[0-9]+)?)$")] | None = None
    """Where rules are evaluated with PyTorch: auto, cpu, cuda or cuda:N. By default numpy does it."""
    fail_on: Literal["error", "warning"] = "warning"
    """The lowest severity that exits with 1."""
    strict: bool = False
    """Whether suppressions that do nothing exit with 1."""
    output_format: Annotated[tuple[OutputName, ...], Meta(min_length=1)] = ("full",)
    """How findings are reported: FORMAT, or FORMAT:FILE; a list for several."""
    max_per_rule: Annotated[int, Meta(ge=0)] = 5
    """Examples of each rule in the full report; 0 shows all."""

    def merged(self, given: Mapping[str, Any]) -> Settings:
        """These settings with others on top: `extend_...` lists and suppressions add up, mappings merge by key."""
        changes = dict(given)
        for name, value in given.items():
            own = getattr(self, name)
            if name.startswith("extend_") or name == "suppress":
                changes[name] = (*own, *value)
            elif isinstance(own, dict):
                changes[name] = {**own, **value}
        return replace(self, **changes)

    def overridden(self, given: Mapping[str, Any], source: str = "command line") -> Settings:
        """These settings under those of the command line or a caller, by field name; None and () say nothing.

        As in ruff, `select` starts the selection anew: what the file added to it or took from it no longer counts.
        """
        said = {name: value for name, value in given.items() if value is not None and value not in ((), {})}
        keys = {field.name: field.encode_name for field in fields(Settings)}
        checked = validate({keys[name]: value for name, value in said.items()}, source)
        said = {name: getattr(checked, name) for name in said}
        under = self
        if "select" in said:
            severity = {selector: level for selector, level in self.severity.items() if level != "off"}
            under = replace(self, extend_select=(), ignore=(), severity=severity)
        if "ignore" in said:
            said["ignore"] = (*under.ignore, *said["ignore"])
        return under.merged(said)


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
    """The folder of a run's own files: that of the configuration file, else the working directory."""
    file = find_file(paths, config, isolated=isolated)
    return file.absolute().parent if file else Path.cwd()


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


def validate(table: Mapping[str, Any], source: str) -> Settings:
    """The settings of a table; raises `UserError` with source, key, what was expected and what it got."""
    known = [field.encode_name for field in fields(Settings)]
    for key in table:
        if key not in known:
            hint = did_you_mean(key, known) or f"; known keys are {', '.join(sorted(known))}"
            raise UserError(f"{source}: unknown key {key}{hint}")
    given = dict(table)
    for key in SINGLE:
        if isinstance(given.get(key), str):
            given[key] = [given[key]]
    try:
        settings = convert(given, Settings)
    except ValidationError as error:
        raise UserError(f"{source}: {_sentence(str(error))}") from None
    for target in settings.output_format:
        try:
            parse_target(target)
        except UserError as error:
            raise UserError(f"{source}: output-format: {error}") from None
    return settings


def shown(path: Path) -> str:
    """A path for messages: relative to the working directory where it lies in it."""
    absolute = Path(os.path.normpath(path.absolute()))
    return absolute.relative_to(Path.cwd()).as_posix() if absolute.is_relative_to(Path.cwd()) else absolute.as_posix()


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


def anchor(pattern: str, folder: Path) -> str:
    """A pattern with a slash as an absolute one below `folder`; a bare name, which matches anywhere, as it is."""
    pattern = pattern.replace("\\", "/") if os.sep == "\\" else pattern
    if "/" not in pattern.rstrip("/"):
        return pattern
    if Path(pattern).is_absolute():
        return pattern
    # `..` is no name that a path could have
    return normpath(f"{as_pattern(folder).rstrip('/')}/{pattern}") + "/" * pattern.endswith("/")


def as_pattern(path: Path) -> str:
    """The pattern that a path alone matches."""
    return sub(r"([\\*?\[\]])", r"\\\1", path.absolute().as_posix())


def _sentence(fault: str) -> str:
    """A fault as msgspec says it, "Expected `array`, got `str` - at `$.select`" in the words of a TOML file."""
    what, _, path = fault.partition(" - at `$.")
    key = path.rstrip("`").replace("[...]", "")
    name = key.split("[")[0]
    wrong_value = search("enum value '?(.*?)'?$", what)
    if name in _EXPECTED and (wrong_value or "regex" in what):
        return f"{key}: expected {_EXPECTED[name]}" + (f", got {wrong_value[1]}" if wrong_value else "")
    for technical, plain in (
        ("int | str", "a whole number or a string"),
        ("array", "a list"),
        ("object", "a table"),
        ("str", "a string"),
        ("int", "a whole number"),
    ):
        what = what.replace(f"`{technical}`", plain).replace(f"`{technical} | null`", plain)
    what = what.replace("`bool`", "true or false").replace("`bool | str`", "true, false or a string")
    what = what.replace("a list of length >= 1", "a list that is not empty")
    what = sub("^Object missing required field (.*)", r"\1 is missing", what)
    what = sub("^Object contains unknown field", "unknown key", what)
    return f"{key}: {what.replace('`', '').replace('Expected', 'expected')}"
