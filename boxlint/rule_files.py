"""Rules are loaded from their files.

A rule is total once it is loaded: every name it reads exists, every type fits, every parameter and
message field is used and known. A mistake in a rule file is a `UserError` with the place in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

from msgspec import ValidationError, convert

from boxlint.errors import UserError, did_you_mean
from boxlint.ruleset import Rule

SINGLE: Final = {"on": str, "fix": dict}
"""Lists of which a rule file may write the only entry by itself."""


def shipped_rules() -> Path:
    """The folder of shipped rules: inside the package once installed, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


def load_rules(extra: Sequence[Path] = (), *, examples: bool = True) -> dict[str, Rule]:
    """All rules by code, in order: the shipped ones and those in the folders `extra`.

    Without `examples` the shipped rules have none, which halves the time. Raises
    `UserError` for a file that is not a rule, a code or name used twice, or an unknown reference.
    """
    from boxlint.rule_faults import rule_faults

    # what `rule_faults` would say of the shipped ones, the tests say, and no run has to wait for it
    rules = {}
    for file in _rule_files(shipped_rules()):
        rule = read_rule(file, examples=examples)
        rules[rule.code] = rule
    for folder in extra:
        for file in _rule_files(folder):
            rule = read_rule(file)
            for fault in rule_faults(rule):
                raise UserError(f"{file}: {fault}")
            _refuse_twin(rule, file, rules)
            rules[rule.code] = rule
    rules = dict(sorted(rules.items()))
    _check_references(rules)
    return rules


def _rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UserError(f"{folder}: no such folder of rules; check `rules` in the configuration")
    return sorted(folder.glob("*.toml"))


def _refuse_twin(rule: Rule, file: Path, rules: Mapping[str, Rule]) -> None:
    twin = rules.get(rule.code) or next((other for other in rules.values() if other.name == rule.name), None)
    if twin:
        raise UserError(f"{file}: {rule.code} {rule.name} clashes with {twin.code} {twin.name}; choose another")


def read_rule(file: Path, *, examples: bool = True) -> Rule:
    """The rule of one file, its fields checked, its condition not yet; raises `UserError`.

    Without `examples` the file is read up to its first array of tables: they come last.
    """
    try:
        text = file.read_text(encoding="utf-8")
        rule = make_rule(tomllib.loads(text if examples else text.partition("\n[[")[0]))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file}: not a TOML file: {error}") from None
    except ValidationError as error:
        raise UserError(f"{file}: {error}") from None
    stem = f"{rule.code}-{rule.name}.toml"
    if file.name != stem:
        raise UserError(f"{file}: the file of this rule must be called {stem}")
    return rule


def make_rule(values: Mapping[str, Any]) -> Rule:
    """A rule from the content of its file; raises `msgspec.ValidationError`."""
    for key in values:
        if key not in Rule.__struct_fields__:
            raise ValidationError(f"unknown key {key}{did_you_mean(key, Rule.__struct_fields__)}")
    given = dict(values)
    for key, single in SINGLE.items():
        if isinstance(given.get(key), single):
            given[key] = [given[key]]
    return convert(given, Rule)


def _check_references(rules: Mapping[str, Rule]) -> None:
    for rule in rules.values():
        for other in (*rule.requires, *rule.replaces):
            if other not in rules:
                raise UserError(f"{rule.code} {rule.name}: requires or replaces {other}, which is no rule")
            if rules[other].judges_verdicts:
                raise UserError(f"{rule.code} {rule.name}: requires or replaces {other}, which judges verdicts itself")
    try:
        TopologicalSorter({rule.code: rule.requires for rule in rules.values()}).prepare()
    except CycleError as error:
        raise UserError(f"rules require one another in a circle: {' → '.join(error.args[1])}") from None
