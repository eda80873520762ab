"""Which rules a selection means: codes, prefixes, names, ALL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from boxlint.errors import UserError, did_you_mean
from boxlint.ruleset import Rule


def find_rule(rules: Mapping[str, Rule], selector: str) -> Rule:
    """The rule of a code or name, in any case; raises `UserError` with the nearest one."""
    for rule in rules.values():
        if selector.upper() == rule.code or selector.lower() == rule.name:
            return rule
    group = [rule.code for rule in rules.values() if selector and rule.code.startswith(selector.upper())]
    if group:
        raise UserError(f"{selector} stands for {len(group)} rules; expected one of {', '.join(group)}")
    raise _unknown_selector(rules, selector)


def matching(rules: Mapping[str, Rule], selector: str) -> list[Rule]:
    """The rules that a selector means: a code, a prefix of codes, a name or ALL; raises `UserError`."""
    if selector.upper() == "ALL":
        return list(rules.values())
    found = [rule for rule in rules.values() if rule.name == selector.lower() or rule.code.startswith(selector.upper())]
    if not selector or not found:
        raise _unknown_selector(rules, selector)
    return found


def _unknown_selector(rules: Mapping[str, Rule], selector: str) -> UserError:
    known = [name for rule in rules.values() for name in (rule.code, rule.name)]
    folded = selector.upper() if selector[:2].upper() == "BX" else selector.lower()
    nearest = did_you_mean(folded, known) or "; `boxlint rules` lists them all"
    return UserError(f"unknown rule {selector}: expected a code (BX101), a prefix (BX1), a name or ALL{nearest}")


def select(
    rules: Mapping[str, Rule],
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    on: Collection[str] | None = None,
) -> list[Rule]:
    """The rules to report. Without `select`, those whose codes are in `on`; by default all that are enabled.

    As in ruff, the more specific selector wins (a code or name over a longer prefix over a shorter one
    over ALL), and at equal length `ignore` wins. Raises `UserError` for an unknown selector.
    """
    strength: dict[str, tuple[int, bool]] = {}
    if select is None:
        strength = {code: (-1, True) for code, rule in rules.items() if (rule.enabled if on is None else code in on)}
    wanted = [(selector, True) for selector in (*(select or ()), *extend_select)]
    for selector, is_selected in (*wanted, *((selector, False) for selector in ignore)):
        for rule in matching(rules, selector):
            exact = selector.lower() == rule.name
            weight = 0 if selector.upper() == "ALL" else len(rule.code) if exact else len(selector)
            if rule.code not in strength or (weight, not is_selected) >= (
                strength[rule.code][0],
                not strength[rule.code][1],
            ):
                strength[rule.code] = (weight, is_selected)
    return [rule for code, rule in rules.items() if strength.get(code, (0, False))[1]]
