"""What the settings say about rules, resolved against the rules that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from boxlint.errors import UserError, did_you_mean
from boxlint.frameworks import Framework, severities_for, thresholds_for
from boxlint.path_names import shown
from boxlint.path_patterns import path_matcher
from boxlint.ruleset import Parameter, Rule
from boxlint.selection import find_rule, matching, select
from boxlint.settings import Settings, Suppress
from boxlint.suppression import Suppression
from boxlint.variation import ByCategory, ByFormat, Threshold

_NAMED: Final = 3
"""Images or annotations that the title of an entry names."""


class Choice(Struct, frozen=True):
    """The rules to report, and how they were changed; `parameters` and `severities` are by rule code.

    `rules` are all of them, `guards` those that are not selected and yet keep misread files from being fixed.
    """

    rules: Mapping[str, Rule]
    selected: list[Rule]
    guards: list[Rule]
    parameters: Mapping[str, Mapping[str, Threshold]]
    severities: Mapping[str, str | ByFormat[str]]
    suppressions: Sequence[Suppression]


def choose_rules(
    settings: Settings,
    rules: Mapping[str, Rule],
    frameworks: Sequence[Framework] = (),
    is_covered: Callable[[str | None], bool] = lambda _: True,
) -> Choice:
    """What the settings, and under them the chosen frameworks, make of the rules.

    `is_covered` says whether all files that a pattern may match, or all there are (None), are in the run.
    Raises `UserError` for an unknown rule or parameter.
    """
    rules = _with_safeties(settings, rules)
    derived = severities_for(frameworks, rules)
    given = _severities(settings.severity, rules)
    on = frozenset(code for code, rule in rules.items() if _is_on(rule, derived.get(code)))
    named = select(rules, settings.select or (), settings.extend_select)
    selected, wanted = (
        [rule for rule in select(rules, *selectors, settings.ignore, on) if given.get(rule.code) != "off"]
        for selectors in ((settings.select, settings.extend_select), (None, ()))
    )
    # what is asked for by name is reported even where the framework has nothing against it
    derived |= {rule.code: _raised(rule, derived[rule.code]) for rule in named if rule.code in derived}
    return Choice(
        rules=rules,
        selected=selected,
        guards=[rule for rule in wanted if rule.is_guard and rule not in selected],
        parameters=_parameters(settings.parameters, rules, thresholds_for(frameworks, rules)),
        severities={**derived, **{code: level for code, level in given.items() if level != "off"}},
        suppressions=[*_file_ignores(settings, rules, is_covered), *_entries(settings, rules, is_covered)],
    )


def _is_on(rule: Rule, derived: ByFormat[str] | None) -> bool:
    """Whether a rule is judged where nothing else is said: by itself, or for a framework's sake."""
    return rule.enabled if derived is None else {derived.default, *derived.by_format.values()} != {"off"}


def _raised(rule: Rule, derived: ByFormat[str]) -> ByFormat[str]:
    """Severities of which none is off."""
    by_format = {name: rule.severity if level == "off" else level for name, level in derived.by_format.items()}
    return ByFormat(rule.severity, by_format)


def _with_safeties(settings: Settings, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules with the safety that the settings give their fixes, and without the fixes that are not wanted.

    A fix that only a person can judge stays so.
    """
    changed = dict(rules)
    for key, selectors, safety in (
        ("extend-safe-fixes", settings.extend_safe_fixes, "safe"),
        ("extend-unsafe-fixes", settings.extend_unsafe_fixes, "unsafe"),
    ):
        for rule in (changed[rule.code] for selector in selectors for rule in _named(key, rules, selector)):
            fixes = (fix if fix.safety == "display" else replace(fix, safety=safety) for fix in rule.fix)
            changed[rule.code] = replace(rule, fix=tuple(fixes))
    for rule in (rule for selector in settings.unfixable for rule in _named("unfixable", rules, selector)):
        changed[rule.code] = replace(rule, fix=())
    return changed


def _severities(given: Mapping[str, str], rules: Mapping[str, Rule]) -> dict[str, str]:
    meant = [(_named("severity", rules, selector), level) for selector, level in given.items()]
    # the more rules a selector means, the earlier, so that a narrower one overwrites it
    ordered = sorted(meant, key=lambda entry: -len(entry[0]))
    return {rule.code: level for group, level in ordered for rule in group}


def _named(key: str, rules: Mapping[str, Rule], selector: str) -> list[Rule]:
    try:
        return matching(rules, selector)
    except UserError as error:
        raise UserError(f"{key}: {error}") from None


def _file_ignores(
    settings: Settings, rules: Mapping[str, Rule], is_covered: Callable[[str | None], bool]
) -> Iterator[Suppression]:
    key = "per-file-ignores"
    for pattern, selectors in settings.per_file_ignores.items():
        codes = _codes_by_selector(key, rules, selectors)
        title = f'{key} "{_shown(pattern)}"'
        yield Suppression(title, codes, cache(path_matcher(pattern)), is_covered=is_covered(pattern))


def _entries(
    settings: Settings, rules: Mapping[str, Rule], is_covered: Callable[[str | None], bool]
) -> Iterator[Suppression]:
    for entry in settings.suppress:
        yield Suppression(
            _title(entry),
            _codes_by_selector("suppress", rules, entry.rules),
            None if entry.files is None else cache(path_matcher(entry.files)),
            entry.images,
            entry.annotations,
            entry.reason,
            is_covered(entry.files),
        )


def _codes_by_selector(key: str, rules: Mapping[str, Rule], selectors: Sequence[str]) -> dict[str, frozenset[str]]:
    return {selector: frozenset(rule.code for rule in _named(key, rules, selector)) for selector in selectors}


def _title(entry: Suppress) -> str:
    """What an entry is about, so that it is found in the configuration."""
    parts = [] if entry.files is None else [f'files "{_shown(entry.files)}"']
    for name in ("images", "annotations"):
        listed = getattr(entry, name) or ()
        more = f" and {len(listed) - _NAMED:,} more" if len(listed) > _NAMED else ""
        parts += [f"{name} {', '.join(map(str, listed[:_NAMED]))}{more}"] if listed else []
    return f"[[suppress]] {', '.join(parts)}"


def _shown(pattern: str) -> str:
    """A pattern as it is written, or nearly so, if it was made absolute."""
    return shown(Path(pattern)) if "/" in pattern.rstrip("/") else pattern


def _parameters(
    given: Mapping[str, Mapping[str, Any]],
    rules: Mapping[str, Rule],
    derived: Mapping[str, Mapping[str, ByFormat[float]]],
) -> dict[str, dict[str, Threshold]]:
    values: dict[str, dict[str, Threshold]] = {code: dict(thresholds) for code, thresholds in derived.items()}
    for key, table in given.items():
        try:
            rule = find_rule(rules, key)
        except UserError as error:
            raise UserError(f"parameters: {error}") from None
        own = values.setdefault(rule.code, {})
        own.update(_rule_parameters(rule, table, f"parameters.{key}", own))
    return values


def _rule_parameters(
    rule: Rule, table: Mapping[str, Any], place: str, derived: Mapping[str, Threshold]
) -> dict[str, Threshold]:
    if not rule.parameters:
        raise UserError(f"{place}: {rule.code} {rule.name} has no parameters")
    values: dict[str, Threshold] = {}
    for name, value in table.items():
        if name != "by_category":
            _require_parameter(rule, name, place)
            values[name] = _number(value, rule.parameters[name], f"{place}.{name}")
    for name, by_category in _by_parameter(rule, table.get("by_category", {}), place).items():
        default = values.get(name, derived.get(name, rule.parameters[name].default))
        assert not isinstance(default, ByCategory)
        values[name] = ByCategory(default, by_category)
    return values


def _by_parameter(rule: Rule, table: Any, place: str) -> dict[str, dict[str, float]]:
    """`by_category` by parameter: `{ bridge = 300 }` is that of the only one."""
    place = f"{place}.by_category"
    if not isinstance(table, Mapping):
        raise UserError(f"{place}: expected a table like {{ bridge = 300 }}, got {table!r}")
    if not table or all(isinstance(value, Mapping) for value in table.values()):
        nested = table
    elif len(rule.parameters) == 1:
        nested = {next(iter(rule.parameters)): table}
    else:
        names = ", ".join(rule.parameters)
        raise UserError(f"{place}: {rule.name} has several parameters ({names}); expected {{ PARAMETER = {{ ... }} }}")
    for name in nested:
        _require_parameter(rule, name, place)
    return {
        name: {
            category: _number(value, rule.parameters[name], f"{place}.{name}.{category}")
            for category, value in values.items()
        }
        for name, values in nested.items()
    }


def _require_parameter(rule: Rule, name: str, place: str) -> None:
    if name not in rule.parameters:
        hint = did_you_mean(name, rule.parameters) or f"; it has {', '.join(rule.parameters)}"
        raise UserError(f"{place}: {rule.code} {rule.name} has no parameter {name}{hint}")


def _number(value: Any, parameter: Parameter, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise UserError(f"{place}: expected a number, got {value!r}")
    if not parameter.minimum <= value <= parameter.maximum:
        raise UserError(f"{place}: expected {parameter.minimum:g} to {parameter.maximum:g}, got {value!r}")
    return float(value)
