"""Framework files: `frameworks/NAME.toml` beside the rule files, loaded and checked.

One file a framework: what it reads, what it requires, the parameters by which it draws its lines, and the consequence
of each rule that is known of it, with its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import ValidationError, convert

from boxlint.errors import UserError, did_you_mean
from boxlint.formats.registry import FORMATS
from boxlint.frameworks import EFFECTS, Consequence, Framework
from boxlint.rule_files import shipped_rules
from boxlint.ruleset import Rule

FRAMEWORK_FORMATS: Final = tuple(format.name for format in FORMATS)


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
    for format in framework.reads:
        if format not in FRAMEWORK_FORMATS:
            yield f"reads: there is no format {format}{did_you_mean(format, FRAMEWORK_FORMATS)}"
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
