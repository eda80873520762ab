"""What training frameworks do: docs/frameworks.md with the whole matrix, and a page for each framework."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from boxlint.frameworks import EFFECTS, Consequence, Effect, Framework
from boxlint.ruleset import Rule
from docs.generate.markdown import anchor, cell, prose, table
from docs.generate.overview import FAMILIES, families, page_name

MEANINGS: Final[Mapping[Effect, str]] = {
    "nan": "the loss becomes NaN or infinite",
    "crash": "training, or the loading of the data, stops with an error",
    "poisons-image": "the whole image trains on wrong targets",
    "drops-image": "the image is left out, with all its good labels",
    "drops": "the label is left out without a word",
    "alters": "the label is trained on, but not as it is written",
    "none": "nothing comes of it",
}
BASES: Final = {
    "measured": "measured, the code was run on such a row",
    "source": "read in the code",
    "thread": "told in a thread",
    "derived": "derived from what was measured, read and told",
}
_HEAD: Final = """# What training frameworks do

<!-- Written by `python -m docs.generate` from the files in rules/frameworks/: edit those. -->

The same wrong label stops one framework, turns the loss of the next into NaN, and is dropped by a third without a word.
This is what is known of each: a cell leads to the fact and to its source. An empty cell says that nothing is known, not
that nothing happens.

`boxlint check --for NAME` gives each rule the level of its effect in that framework. A framework of your own is one
file more, `frameworks/NAME.toml` in a folder of [your rules](writing-rules.md). What bad labels are blamed for without
reason is in [not-labels.md](not-labels.md).

"""


def matrix_page(frameworks: Mapping[str, Framework], rules: Mapping[str, Rule]) -> str:
    """All of docs/frameworks.md."""
    listed = (
        (f"[{name}](frameworks/{name}.md)", framework.title, framework.versions, ", ".join(framework.reads))
        for name, framework in frameworks.items()
    )
    effects = ((f"`{effect}`", MEANINGS[effect], level_of(effect)) for effect in EFFECTS)
    return "".join(
        [
            _HEAD,
            f"## Effects\n\n{table(('effect', 'what happens', 'level'), effects)}\n",
            f"## Frameworks\n\n{table(('name', 'what it is', 'versions', 'reads'), listed)}\n",
            "## Effects by rule\n",
            *_matrices(frameworks, rules),
        ]
    )


def level_of(effect: Effect) -> str:
    """The level that an effect makes of a rule."""
    return Consequence(effect=effect, detail="", source="").level


def _matrices(frameworks: Mapping[str, Framework], rules: Mapping[str, Rule]) -> Iterator[str]:
    """A table for each family of which something is known."""
    for digit, family in families(rules).items():
        known = [rule for rule in family if any(rule.code in one.consequences for one in frameworks.values())]
        columns = [one for one in frameworks.values() if any(rule.code in one.consequences for rule in known)]
        if known:
            head = ("rule", *(f"[{one.name}](frameworks/{one.name}.md)" for one in columns))
            rows = ((_rule_link(rule), *(_cell(one, rule) for one in columns)) for rule in known)
            yield f"\n### {FAMILIES[digit]}\n\n{table(head, rows)}"


def _rule_link(rule: Rule, folder: str = "rules") -> str:
    return f"[{rule.code} {rule.name}]({folder}/{page_name(rule)}.md)"


def _cell(framework: Framework, rule: Rule) -> str:
    consequence = framework.consequences.get(rule.code)
    return f"[{consequence.effect}](frameworks/{framework.name}.md#{_heading(rule)})" if consequence else ""


def _heading(rule: Rule) -> str:
    return anchor(f"{rule.code} {rule.name}")


def framework_page(framework: Framework, rules: Mapping[str, Rule]) -> str:
    """The page of one framework."""
    return "".join(f"{part}\n\n" for part in _parts(framework, rules)).rstrip("\n") + "\n"


def _parts(framework: Framework, rules: Mapping[str, Rule]) -> Iterator[str]:
    yield f"# {framework.title}"
    yield f"<!-- Written by `python -m docs.generate` from rules/frameworks/{framework.name}.toml: edit that. -->"
    yield prose(framework.summary)
    yield table(("", ""), _facts(framework)).strip()
    if framework.requires:
        yield "## What it requires"
        yield "\n".join(f"- {prose(one)}" for one in framework.requires)
    if framework.thresholds:
        yield "## Where it draws the line"
        yield f"Parameters with `--for {framework.name}`, where your configuration does not set them."
        yield table(("rule", "parameter", "here:", "default:"), _thresholds(framework, rules)).strip()
    if framework.consequences:
        yield "## What it does"
        yield table(("rule", "effect", "level"), _consequences(framework, rules)).strip()
    for code in sorted(framework.consequences):
        yield from _consequence(framework.consequences[code], rules[code])
    file = f"{framework.name}.toml"
    yield f"[All frameworks](../frameworks.md) · the file of this one: [{file}](../../rules/frameworks/{file})"


def _facts(framework: Framework) -> Iterator[tuple[str, str]]:
    yield "name", f"`--for {framework.name}`"
    yield "versions", framework.versions
    yield "reads", ", ".join(framework.reads)
    if angle := framework.angle:
        yield "angles", f"{angle.convention}: {angle.minimum:.6g} to {angle.maximum:.6g} {angle.unit}"


def _thresholds(framework: Framework, rules: Mapping[str, Rule]) -> Iterator[tuple[str, ...]]:
    for code, values in sorted(framework.thresholds.items()):
        for name, value in values.items():
            parameter = rules[code].parameters[name]
            unit = f" {parameter.unit}" if parameter.unit else ""
            link = _rule_link(rules[code], "../rules")
            yield link, f"`{name}`", f"{value:.6g}{unit}", f"{parameter.default:.6g}{unit}"


def _consequences(framework: Framework, rules: Mapping[str, Rule]) -> Iterator[tuple[str, ...]]:
    """The worst first."""
    for effect in EFFECTS:
        for code, consequence in sorted(framework.consequences.items()):
            if consequence.effect == effect:
                rule = rules[code]
                yield f"[{code} {rule.name}](#{_heading(rule)})", effect, consequence.level


def _consequence(consequence: Consequence, rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.name}"
    yield (
        f"**{consequence.effect}**: {MEANINGS[consequence.effect]}. {prose(consequence.detail)}\n\n"
        f"How this is known: {_basis(consequence)} · the rule: {_rule_link(rule, '../rules')}"
    )


def _basis(consequence: Consequence) -> str:
    """How a consequence is known, with its source."""
    return f"{BASES[consequence.basis]} ([source]({cell(consequence.source)}))"
