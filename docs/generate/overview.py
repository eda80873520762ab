"""The rules by family: docs/rules.md, and the table of families in the README."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from boxlint.ruleset import Rule
from docs.generate.markdown import anchor, table

FAMILIES: Final = {
    "0": "Structure and values",
    "1": "Axis-aligned boxes",
    "2": "The box and its image",
    "3": "Duplicates and overlap",
    "4": "Categories and references",
    "5": "Quadrilaterals and rotated boxes",
    "6": "Polygons, masks, keypoints",
    "7": "3-D boxes",
    "8": "Numerical precision",
    "9": "File sets and the whole dataset",
}
_HEAD: Final = """# Rules

<!-- Written by `python -m docs.generate` from the files in rules/: edit those. -->

Each rule has a page with a picture, its reason, its condition, what can be set, and what training frameworks make of
what it finds; `boxlint explain CODE` prints the same in a terminal. A rule is an error, a warning, or off: known, but
silent unless it is selected (`--extend-select CODE`). Only rows that are training targets are judged, unless a rule
says otherwise: no crowd and no ignore regions. What a fix does, and when it counts as safe, is in
[fix-safety.md](fix-safety.md); what each framework does, in one table, in [frameworks.md](frameworks.md).

"""


def overview_page(rules: Mapping[str, Rule]) -> str:
    """All of docs/rules.md."""
    sections = (
        f"## {FAMILIES[digit]}\n\n{table(('code', 'name', 'level', 'fix', 'problem'), map(_row, family))}"
        for digit, family in families(rules).items()
    )
    return _HEAD + "\n".join(sections)


def family_summary(rules: Mapping[str, Rule]) -> str:
    """The table of families for the README."""
    rows = (
        (
            f"`BX{digit}`",
            f"[{FAMILIES[digit]}](docs/rules.md#{anchor(FAMILIES[digit])})",
            f"{len(family)}",
            f"{sum(rule.enabled for rule in family)}",
        )
        for digit, family in families(rules).items()
    )
    return table(("codes", "about", "rules:", "on by default:"), rows)


def families(rules: Mapping[str, Rule]) -> dict[str, list[Rule]]:
    """The shipped rules by the digit of their family."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules.values():
        grouped.setdefault(family_of(rule), []).append(rule)
    return grouped


def family_of(rule: Rule) -> str:
    """The digit of a shipped rule's family."""
    return rule.code.removeprefix("BX")[0]


def page_name(rule: Rule) -> str:
    """The name of a rule's page and of its drawing, without the ending."""
    return f"{rule.code}-{rule.name}"


def level(rule: Rule) -> str:
    """How a rule reports by default."""
    return rule.severity if rule.enabled else "off"


def _row(rule: Rule) -> tuple[str, ...]:
    link = f"[{rule.name}](rules/{page_name(rule)}.md)"
    return rule.code, link, level(rule), rule.fixing or "–", rule.summary
