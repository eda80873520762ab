"""Settings: their model, what is wrong with some, and one set on top of another."""

from __future__ import annotations

from collections.abc import Mapping
from re import search, sub
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, ValidationError, convert, field
from msgspec.structs import fields, replace

from boxlint.errors import UserError, did_you_mean
from boxlint.outputs import parse_target

Selector = Annotated[str, Meta(title="selector")]
FrameworkName = Annotated[str, Meta(title="framework", min_length=1)]
OutputName = Annotated[str, Meta(title="output")]
FormatName = Annotated[str, Meta(title="format")]
_Name = Annotated[str, Meta(min_length=1)]
SINGLE: Final = ("output-format",)
"""Lists of which a file may write the only entry by itself."""
_Ids = Annotated[tuple[int | str, ...], Meta(min_length=1)]
_EXPECTED: Final = {
    "box-mode": "auto, xyzxyz, xxyyzz, xyxyzz, xyzwhd or cccwhd",
    "box-space": "auto, voxel, lps or ras",
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
    box_mode: Literal["auto", "xyzxyz", "xxyyzz", "xyxyzz", "xyzwhd", "cccwhd"] = "auto"
    """How 3-D boxes are written, in the names of MONAI; auto tells by the boxes of each file."""
    box_space: Literal["auto", "voxel", "lps", "ras"] = "auto"
    """What the coordinates of 3-D boxes are: voxel, or mm of the world, whose x and y point left and back or not."""
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
