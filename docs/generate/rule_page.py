"""The page of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from boxlint.frameworks import EFFECTS, Framework
from boxlint.names import ancestors, measures, through_parent
from boxlint.ruleset import Parameter, Rule
from boxlint.schema import PLURALS
from docs.generate.drawing import alternative
from docs.generate.fix_tables import ACTIONS
from docs.generate.framework_pages import MEANINGS
from docs.generate.markdown import anchor, fence, joined, prose, table
from docs.generate.overview import FAMILIES, family_of, level, page_name
from docs.generate.pictures import Picture
from docs.generate.snippets import Snippet

_NAMES: Final = {"quad": "quadrilaterals", "rotated": "rotated boxes", "cuboid": "3-D boxes"}
"""What the rows of a table are called where the table's own plural is short."""
_SAFETY: Final = {
    "safe": "`boxlint fix` applies it",
    "unsafe": "`boxlint fix --unsafe-fixes` applies it",
    "display": "only a person can tell, so it is never applied",
}
_LONGEST: Final = 14
"""Lines; longer examples beyond the first ones are left to the rule file."""


def rule_page(
    rule: Rule,
    rules: Mapping[str, Rule],
    frameworks: Mapping[str, Framework],
    examples: Sequence[Snippet],
    drawn: Picture | None,
) -> str:
    """The Markdown of a rule's page."""
    parts = [
        *_head(rule, drawn),
        *_condition(rule),
        *_parameters(rule),
        *_in_frameworks(rule, frameworks),
        *_limits(rule, rules),
        *_fix(rule),
        *_examples(rule, examples, drawn),
        *_choice(rule),
        *_sources(rule),
    ]
    return "".join(f"{part}\n\n" for part in parts).rstrip("\n") + "\n"


def _head(rule: Rule, drawn: Picture | None) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield f"<!-- Written by `python -m docs.generate` from rules/{page_name(rule)}.toml: edit that. -->"
    yield f"**{prose(rule.summary)}**"
    state = f"{rule.severity}, on by default" if rule.enabled else f"off; {rule.severity} when it is selected"
    family = FAMILIES[family_of(rule)]
    fixes = rule.fixing or "none: only a person can mend it"
    row = state, joined([_rows_of(name) for name in rule.on], "and"), fixes, f"[{family}](../rules.md#{anchor(family)})"
    yield table(("level", "judges", "fix", "family"), [row]).strip()
    if drawn:
        yield f"![{_alt(alternative(drawn))}]({page_name(rule)}.svg)"
    yield "## Why it matters"
    yield prose(rule.why)


def _rows_of(name: str) -> str:
    return _NAMES.get(name, PLURALS[name].replace("_", " "))


def _condition(rule: Rule) -> Iterator[str]:
    yield "## When it fires"
    yield fence(rule.when)
    names = [(f"`{name}`", said) for name in rule.expression.names if (said := _meaning(rule, name))]
    if names:
        yield table(("name", "what it is"), names).strip()
    yield f"It says: `{rule.message}`"
    if rule.prevalent:
        yield f"Where more than half of all rows are hit, the likely cause is said once: *{prose(rule.prevalent)}*"


def _meaning(rule: Rule, name: str) -> str:
    """What a measure is, in the words of its docstring without the shape; "" for columns and parameters."""
    for table_name in rule.on:
        owner, own = table_name, name
        if own not in measures(owner) and name not in ancestors(owner):
            owner, own = through_parent(table_name, name) or (owner, own)
        measure = measures(owner).get(own)
        if measure and measure.__doc__ and name not in rule.parameters:
            said = measure.__doc__.strip().split("\n\n")[0]
            said = re.sub(r"[ ,.]*\b[Ss]hape \(N,\)(, \w+)?\.?", ".", " ".join(said.split()))
            return prose(said.strip().lstrip(". "))
    return ""


def _parameters(rule: Rule) -> Iterator[str]:
    if rule.parameters:
        yield "## Parameters"
        rows = ((f"`{name}`", f"`{_setting(one)}`", one.unit, one.help) for name, one in rule.parameters.items())
        yield table(("name", "default", "unit", "meaning"), rows).strip()
        lines = [f"[parameters.{rule.name}]", *(f"{name} = {_setting(one)}" for name, one in rule.parameters.items())]
        yield "In `boxlint.toml` (in `pyproject.toml` the table is `[tool.boxlint.parameters…]`):"
        yield fence("\n".join(lines), "toml")


def _setting(parameter: Parameter) -> str:
    return repr(parameter.default).removesuffix(".0")


def _in_frameworks(rule: Rule, frameworks: Mapping[str, Framework]) -> Iterator[str]:
    known = [(one, one.consequences[rule.code]) for one in frameworks.values() if rule.code in one.consequences]
    drawn = [(one, one.thresholds[rule.code]) for one in frameworks.values() if rule.code in one.thresholds]
    if not known and not drawn:
        return
    yield "## What training frameworks do with it"
    if known:
        known.sort(key=lambda pair: EFFECTS.index(pair[1].effect))
        rows = (
            (
                f"[{one.title}](../frameworks/{one.name}.md#{anchor(f'{rule.code} {rule.name}')})",
                f"**{consequence.effect}**",
                prose(consequence.detail),
                f"[{consequence.basis}]({consequence.source})",
            )
            for one, consequence in known
        )
        yield table(("framework", "effect", "what happens", "known from"), rows).strip()
        effects = dict.fromkeys(consequence.effect for _, consequence in known)
        meanings = "; ".join(f"*{effect}*: {MEANINGS[effect]}" for effect in effects)
        yield f"{meanings}. [All frameworks](../frameworks.md)"
    for one, values in drawn:
        lines = joined([f"`{name} = {value:.6g}`" for name, value in values.items()], "and")
        yield f"`--for {one.name}` judges by {lines}."


def _limits(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    said = []
    if rule.requires:
        said.append(f"Rows that {_links(rule.requires, rules)} hits: one fault is reported once.")
    if any(rule.judges_targets_only(name) for name in rule.on):
        said.append("Rows that are no training targets: crowd regions and ignore regions.")
    elif not rule.targets_only:
        said.append("Nothing is left out for being no training target: crowd and ignore regions are judged too.")
    if rule.once:
        said.append(f"Of each {rule.once} only the first row that it hits is reported.")
    if said:
        yield "## What is not judged"
        yield "\n".join(f"- {sentence}" for sentence in said)
    if rule.replaces:
        yield "## What it replaces"
        yield (
            f"Where it fires, findings of {_links(rule.replaces, rules, 'and')} in the same place are counted under "
            "it, not listed, and their fixes withheld: this rule names their one cause."
        )


def _links(codes: Sequence[str], rules: Mapping[str, Rule], last: str = "or") -> str:
    return joined([f"[{code} {rules[code].name}]({page_name(rules[code])}.md)" for code in codes], last)


def _fix(rule: Rule) -> Iterator[str]:
    if not rule.fix:
        return
    yield "## Fix"
    lines = []
    for position, fix in enumerate(rule.fix):
        where = f" where `{fix.where}`" if fix.where else " elsewhere" if position else ""
        where = f" of {PLURALS[fix.on]}{where}" if fix.on else where
        lines.append(f"- **{fix.action}** ({fix.safety}){where}: {ACTIONS[fix.action]}; {_SAFETY[fix.safety]}.")
    yield "\n".join(lines)
    yield "What makes a fix safe: [fix-safety.md](../fix-safety.md)."


def _examples(rule: Rule, examples: Sequence[Snippet], drawn: Picture | None) -> Iterator[str]:
    """A bad and a good one, those of the drawing if there is one, then the others that are short."""
    bad = drawn.examples[0] if drawn else next(one for one in examples if one.kind == "bad")
    good = (drawn and drawn.examples[1]) or next(one for one in examples if one.kind == "good")
    yield "## Examples"
    yield "These are the tests of the rule; [Writing rules](../writing-rules.md#examples) explains their form."
    yield f"Reported:\n\n{fence(bad.text, 'toml')}"
    if bad.after:
        leaves_nothing = bad.example["after"] == {}
        yield "After the fix nothing is left." if leaves_nothing else f"After the fix:\n\n{fence(bad.after, 'toml')}"
    yield f"Not reported:\n\n{fence(good.text, 'toml')}"
    others = [one for one in examples if one is not bad and one is not good]
    short = [one for one in others if one.text.count("\n") + one.after.count("\n") < _LONGEST]
    if short:
        text = "\n\n".join(f"[[{one.kind}]]\n{one.text}{chr(10) * bool(one.after)}{one.after}" for one in short)
        title = f"{len(short)} more example{'s' * (len(short) > 1)}"
        yield f"<details><summary>{title}</summary>\n\n{fence(text, 'toml')}\n\n</details>"
    longer = len(others) - len(short)
    left = f", with {longer} longer example{'s' * (longer > 1)}" if longer else ""
    yield f"The rule file is [{page_name(rule)}.toml](../../rules/{page_name(rule)}.toml){left}."


def _choice(rule: Rule) -> Iterator[str]:
    yield "## Selecting and ignoring it"
    lines = [
        f"- Only this rule: `boxlint check DATA --select {rule.code}`",
        f'- Without it: `boxlint check DATA --ignore {rule.code}`, or `ignore = ["{rule.name}"]` in `boxlint.toml`',
    ]
    if level(rule) == "off":
        lines.insert(
            1,
            f"- Beside the others: `boxlint check DATA --extend-select {rule.code}`, or "
            f'`extend-select = ["{rule.name}"]` in `boxlint.toml`',
        )
    yield "\n".join(lines)


def _sources(rule: Rule) -> Iterator[str]:
    if rule.sources:
        yield "## Sources"
        yield "\n".join(f"- <{url}>" for url in rule.sources)


def _alt(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")
