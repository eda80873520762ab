"""Writes what the documentation says about rules: `python -m docs.generate`.

All of docs/rules.md, the table of families in README.md and the tables of docs/fix-safety.md come from the rule files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from boxlint.ruleset import Rule, load_rules

ROOT: Final = Path(__file__).parent.parent
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
BEGIN, END = "<!-- families: written by docs/generate.py -->\n", "<!-- end of families -->\n"
FIXES_BEGIN, FIXES_END = "<!-- fixes: written by docs/generate.py -->\n", "<!-- end of fixes -->\n"
ACTIONS: Final = {
    "append": "adds the difficulty 0 to a DOTA line that ends before it",
    "clip": "cuts the box at the borders of its image",
    "convert": "writes a coordinate that is a string as the number that it spells, or the angles of a whole file set, "
    "degrees, as radians",
    "drop": "removes the annotation",
    "drop-polygon": "removes the polygon; the last one of an annotation becomes the rectangle of its box",
    "keep-one": "removes every repetition of the file's list of objects but the first",
    "normalise": "turns the angle by whole, half or quarter turns (width and height exchanged) into its range",
    "recompute": "writes `area` from the mask, from the box where there is none; a box that is missing or elsewhere, "
    "from the mask; and `num_keypoints` from the keypoints",
    "remove": "removes a byte-order mark, or the header lines of a DOTA file",
    "renumber": "gives the annotation the next id after the largest of its file",
    "reorder": "writes the vertices in the order in which no edges cross, the first one kept",
    "reverse": "writes the vertices clockwise on screen, the first one kept",
    "rewrite": "writes boxes that are two corners as position and size, in the whole file",
    "set": "writes `iscrowd` as the 0 or 1 that is meant; 0 where it is absent",
    "swap": "exchanges the ends of a box that are in the wrong order",
    "unify": "writes ids and the references to them as one JSON type",
}
"""What each action does, after "it"."""
HEAD: Final = """# Rules

<!-- Written by `python -m docs.generate` from the files in rules/: edit those. -->

Each rule is one file in [rules/](../rules), with its condition, its reason and the examples that are its tests;
`boxlint explain CODE` prints it. A rule is an error, a warning, or off: known, but silent unless it is selected
(`--extend-select CODE`). Only rows that are training targets are judged, unless a rule says otherwise: no crowd and
no ignore regions. What a fix does, and when it counts as safe, is in [fix-safety.md](fix-safety.md).

"""


def families(rules: Mapping[str, Rule]) -> dict[str, list[Rule]]:
    """The shipped rules by the digit of their family."""
    grouped: dict[str, list[Rule]] = {}
    for code, rule in rules.items():
        grouped.setdefault(code.removeprefix("BX")[0], []).append(rule)
    return grouped


def rules_page(rules: Mapping[str, Rule]) -> str:
    """All of docs/rules.md."""
    grouped = families(rules)
    tables = "".join(_family_table(digit, family) for digit, family in grouped.items())
    sections = "".join(_section(rule, rules) for rule in rules.values())
    return f"{HEAD}{tables}{sections}"


def family_summary(rules: Mapping[str, Rule]) -> str:
    """The table of families for the README."""
    lines = ["| codes | about | rules | on by default |\n", "|---|---|--:|--:|\n"]
    for digit, family in families(rules).items():
        link = f"[{FAMILIES[digit]}](docs/rules.md#{_anchor(FAMILIES[digit])})"
        lines.append(f"| `BX{digit}` | {link} | {len(family)} | {sum(rule.enabled for rule in family)} |\n")
    return "".join(lines)


def fix_tables(rules: Mapping[str, Rule]) -> str:
    """The tables of fixes and of actions for docs/fix-safety.md."""
    lines = ["| code | name | level | action | safety | where |\n", "|---|---|---|---|---|---|\n"]
    for rule in rules.values():
        link = f"[{rule.name}](rules.md#{_anchor(f'{rule.code} {rule.name}')})"
        fallback = "elsewhere" if len(rule.fix) > 1 else ""
        for fix in rule.fix:
            where = f"`{fix.where}`" if fix.where else fallback
            lines.append(f"| {rule.code} | {link} | {_level(rule)} | {fix.action} | {fix.safety} | {_cell(where)} |\n")
    lines += ["\n", "| action | it |\n", "|---|---|\n"]
    actions = sorted({fix.action for rule in rules.values() for fix in rule.fix})
    return "".join([*lines, *(f"| {action} | {ACTIONS[action]} |\n" for action in actions)])


def with_block(text: str, begin: str, end: str, block: str) -> str:
    """A page with what stands between two marks as it should be."""
    before, rest = text.split(begin)
    return f"{before}{begin}{block}{end}{rest.split(end)[1]}"


def _family_table(digit: str, family: list[Rule]) -> str:
    lines = [f"## {FAMILIES[digit]}\n\n", "| code | name | level | fix | problem |\n", "|---|---|---|---|---|\n"]
    for rule in family:
        title = f"{rule.code} {rule.name}"
        link = f"[{rule.name}](#{_anchor(title)})"
        lines.append(f"| {rule.code} | {link} | {_level(rule)} | {_fix(rule)} | {_cell(rule.summary)} |\n")
    return "".join([*lines, "\n"])


def _section(rule: Rule, rules: Mapping[str, Rule]) -> str:
    return "".join(f"{part}\n\n" for part in _parts(rule, rules))


def _parts(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield f"### {rule.code} {rule.name}"
    yield f"**{rule.summary}** Judges {_tables(rule)}; {_level(rule)}; {_fix_sentence(rule)}."
    yield rule.why.strip()
    yield f"```\n{' '.join(rule.when.split())}\n```"
    for name, parameter in rule.parameters.items():
        unit = f" {parameter.unit}" if parameter.unit else ""
        yield f"`{name}` = {parameter.default:g}{unit}: {parameter.help}"
    if not rule.targets_only:
        yield "Rows that are no training targets are judged too."
    if rule.requires:
        yield f"Not judged where {_links(rule.requires, rules)} fires."
    if rule.replaces:
        yield f"Findings of {_links(rule.replaces, rules)} are counted under it."
    sources = [f"[source {number}]({url})" for number, url in enumerate(rule.sources, 1)]
    file = f"[Rule file and examples](../rules/{rule.code}-{rule.name}.toml)"
    yield " · ".join([file, *sources])


def _links(codes: tuple[str, ...], rules: Mapping[str, Rule]) -> str:
    return ", ".join(f"[{code}](#{_anchor(f'{code} {rules[code].name}')})" for code in codes)


def _anchor(heading: str) -> str:
    kept = (c for c in heading.lower().replace(" ", "-") if c.isalnum() or c == "-")
    return "".join(kept)


def _tables(rule: Rule) -> str:
    return ", ".join(table.replace("_", " ") for table in rule.on)


def _level(rule: Rule) -> str:
    return rule.severity if rule.enabled else "off"


def _fix(rule: Rule) -> str:
    return rule.fixing or "–"


def _fix_sentence(rule: Rule) -> str:
    return f"fix: {_fix(rule)}" if rule.fix else "only a person can mend it"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def pages() -> dict[Path, str]:
    """Every file that is generated, with the text that it should have."""
    rules = load_rules()
    readme, safety = ROOT / "README.md", ROOT / "docs" / "fix-safety.md"
    return {
        ROOT / "docs" / "rules.md": rules_page(rules),
        readme: with_block(readme.read_text(encoding="utf-8"), BEGIN, END, family_summary(rules)),
        safety: with_block(safety.read_text(encoding="utf-8"), FIXES_BEGIN, FIXES_END, fix_tables(rules)),
    }


if __name__ == "__main__":
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{file.relative_to(ROOT)} written")
