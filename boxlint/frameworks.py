"""Training frameworks: what each does with the rows that a rule hits.

One TOML file a framework, `frameworks/NAME.toml` beside the rule files: what it reads, what it requires, the
parameters by which it draws its lines, and the consequence of each rule that is known of it, with its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, ValidationError, convert

from boxlint.errors import UserError, did_you_mean
from boxlint.formats import FORMATS
from boxlint.ruleset import Rule, Severity, shipped_rules
from boxlint.strictness import fires_above
from boxlint.variation import ByFormat

Effect = Literal["nan", "crash", "poisons-image", "drops-image", "drops", "alters", "none"]
EFFECTS: Final[tuple[Effect, ...]] = ("nan", "crash", "poisons-image", "drops-image", "drops", "alters", "none")
"""Every effect, the worst first."""
_LEVELS: Final[Mapping[Effect, Severity | Literal["off"]]] = {
    "nan": "error",
    "crash": "error",
    "poisons-image": "error",
    "drops-image": "error",
    "drops": "warning",
    "alters": "warning",
    "none": "off",
}


_ORDER: Final = ("off", "warning", "error")
FORMATS_TO_COME: Final = ("hrsc", "monai", "yolo", "yolo-obb")
"""What frameworks read, and boxlint will."""


class Consequence(Struct, frozen=True, forbid_unknown_fields=True):
    """What a framework does with a row that a rule hits, in one sentence, and how that is known.

    `basis`: measured (executed), source (read in its code), thread (told in a report), derived (follows from these).
    """

    effect: Effect
    detail: str
    source: Annotated[str, Meta(pattern="^https?://")]
    basis: Literal["measured", "source", "thread", "derived"] = "source"

    @property
    def level(self) -> Severity | Literal["off"]:
        """The severity that the effect makes of the rule."""
        return _LEVELS[self.effect]


class Angle(Struct, frozen=True, forbid_unknown_fields=True):
    """The convention of the angles that a framework takes from files: legal from `minimum` to `maximum`.

    boxlint reads radians: rules on angles go by a range in radians, and mean nothing to a framework of degrees.
    """

    convention: str
    unit: Literal["radians", "degrees"]
    minimum: float
    maximum: float


class Framework(Struct, frozen=True, forbid_unknown_fields=True, dict=True, kw_only=True):
    """One framework file. `reads` are formats by name, also those that boxlint does not read yet.

    `on_top`: a loss or a precision that goes with any framework. What is unknown of it counts for nothing beside one.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    versions: str
    reads: tuple[str, ...]
    summary: str
    requires: tuple[str, ...]
    on_top: bool = False
    angle: Angle | None = None
    parameters: dict[str, dict[str, float]] = {}
    consequences: dict[str, Consequence] = {}

    @cached_property
    def thresholds(self) -> Mapping[str, Mapping[str, float]]:
        """Parameters by rule code, the legal range of its angles among them."""
        if self.angle is None or self.angle.unit != "radians":
            return self.parameters
        of_angle = {"min_angle": self.angle.minimum, "max_angle": self.angle.maximum}
        return {**self.parameters, "BX508": {**of_angle, **self.parameters.get("BX508", {})}}


def load_frameworks(rules: Mapping[str, Rule], extra: Sequence[Path] = ()) -> dict[str, Framework]:
    """All frameworks by name: the shipped ones, and those in the folder `frameworks` of the rule folders `extra`.

    Raises `UserError` for a file that is none, a name used twice, or a rule or parameter that does not exist.
    """
    frameworks: dict[str, Framework] = {}
    for folder in dict.fromkeys(folder.resolve() for folder in (shipped_rules(), *extra)):
        for file in sorted((folder / "frameworks").glob("*.toml")):
            framework = read_framework(file)
            for fault in framework_faults(framework, rules):
                raise UserError(f"{file}: {fault}")
            if framework.name in frameworks:
                raise UserError(f"{file}: there is a framework {framework.name} already; choose another name")
            frameworks[framework.name] = framework
    return dict(sorted(frameworks.items()))


def find_framework(frameworks: Mapping[str, Framework], name: str) -> Framework:
    """The framework of a name, in any case; raises `UserError` with the nearest one."""
    found = frameworks.get(name.lower())
    if found is None:
        hint = did_you_mean(name.lower(), frameworks) or f"; there are {', '.join(frameworks)}"
        raise UserError(f"unknown framework {name}{hint}")
    return found


def read_framework(file: Path) -> Framework:
    """The framework of one file; raises `UserError`."""
    try:
        values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        for key in values:
            if key not in Framework.__struct_fields__:
                raise ValidationError(f"unknown key {key}{did_you_mean(key, Framework.__struct_fields__)}")
        for code, given in values.get("consequences", {}).items():
            _require_consequence(code, given)
        framework = convert(values, Framework)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: not a TOML file: {error}") from None
    except ValidationError as error:
        raise UserError(f"{file}: {error}") from None
    if file.stem != framework.name:
        raise UserError(f"{file}: the file of this framework must be called {framework.name}.toml")
    return framework


def _require_consequence(code: str, given: Any) -> None:
    """Raise `ValidationError` with the rule's code where its consequence is none."""
    try:
        convert(given, Consequence)
    except ValidationError as error:
        known = f"; there are {', '.join(EFFECTS)}" if "enum" in str(error) and "effect" in str(error) else ""
        raise ValidationError(f"consequences.{code}: {error}{known}") from None


def framework_faults(framework: Framework, rules: Mapping[str, Rule]) -> Iterable[str]:
    """What a framework file names that does not exist, or sets where it may not."""
    formats = (*(format.name for format in FORMATS), *FORMATS_TO_COME)
    for format in framework.reads:
        if format not in formats:
            yield f"reads: there is no format {format}{did_you_mean(format, formats)}"
    for key, codes in (("consequences", framework.consequences), ("parameters", framework.parameters)):
        for code in codes:
            if code not in rules:
                named = next((f"; its code is {rule.code}" for rule in rules.values() if rule.name == code), "")
                yield f"{key}.{code}: there is no rule of the code {code}{named or did_you_mean(code, rules)}"
    for code, given in framework.parameters.items():
        for name, value in given.items() if code in rules else ():
            parameter = rules[code].parameters.get(name)
            if parameter is None:
                yield f"parameters.{code}: {rules[code].name} has no parameter {name}"
            elif not parameter.minimum <= value <= parameter.maximum:
                span = f"{parameter.minimum:g} to {parameter.maximum:g}"
                yield f"parameters.{code}.{name}: expected {span}, got {value:g}"
    if framework.angle and framework.angle.unit == "degrees":
        for code in ("BX508", "BX509"):
            if code not in framework.consequences or framework.consequences[code].effect != "none":
                yield f"angle: of a framework of degrees, the effect of {code} {rules[code].name} is none"


def severities_for(frameworks: Sequence[Framework], rules: Mapping[str, Rule]) -> dict[str, ByFormat[str]]:
    """The severity of each rule that a framework changes, by format: the worst of those that read the format.

    A framework of which no consequence is known leaves the rule as it is.
    """
    formats = dict.fromkeys(name for framework in frameworks for name in framework.reads)
    severities = {}
    for code, rule in rules.items():
        if any(code in framework.consequences for framework in frameworks):
            own = rule.severity if rule.enabled else "off"
            by_format = {name: max(_levels(frameworks, name, code, own), key=_ORDER.index) for name in formats}
            severities[code] = ByFormat(own, by_format)
    return severities


def _levels(frameworks: Sequence[Framework], format: str, code: str, own: str) -> list[str]:
    """What each framework that reads a format makes of a rule."""
    readers = [framework for framework in frameworks if format in framework.reads]
    known: list[str] = [reader.consequences[code].level for reader in readers if code in reader.consequences]
    is_unknown = any(code not in reader.consequences and not reader.on_top for reader in readers)
    return [*known, own] if is_unknown or not known else known


def thresholds_for(frameworks: Sequence[Framework], rules: Mapping[str, Rule]) -> dict[str, dict[str, ByFormat[float]]]:
    """The parameters that frameworks set, by rule code and name, for the formats that they read.

    Of several that read a format the strictest counts; one that does not set a parameter has the rule's own.
    """
    named = {
        (code, name): None
        for framework in frameworks
        for code in framework.thresholds
        for name in framework.thresholds[code]
    }
    found: dict[str, dict[str, ByFormat[float]]] = {}
    for code, name in named:
        default = rules[code].parameters[name].default
        strictest = max if fires_above(rules[code].expression, name) else min
        by_format: dict[str, float] = {}
        for framework in frameworks:
            own = framework.thresholds.get(code, {}).get(name, default)
            is_said = name in framework.thresholds.get(code, {}) or not framework.on_top
            for format in framework.reads if is_said else ():
                by_format[format] = strictest(own, by_format.get(format, own))
        found.setdefault(code, {})[name] = ByFormat(default, by_format)
    return found
