"""`boxlint explain`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import click

from boxlint.cli.completion import rule_names

if TYPE_CHECKING:
    from boxlint.frameworks import Consequence, Framework
    from boxlint.ruleset import Rule

_WIDTH = 100
_WHOLE_WORDS: Final[Mapping[str, Any]] = {"break_long_words": False, "break_on_hyphens": False}
"""Addresses and names stay whole."""


@click.command()
@click.argument("rule", metavar="CODE|NAME", shell_complete=rule_names)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: auto.")
def command(rule: str, color: str) -> None:
    """Say what a rule finds, why that matters, and what can be set.

    Rules of your own are known too, where the configuration names their folder.
    """
    from boxlint.cli.output import print_text, terminal_width, use_color
    from boxlint.cli.rules import known_rules, own_rules
    from boxlint.frameworks.files import load_frameworks
    from boxlint.selection import find_rule

    rules = known_rules()
    known = load_frameworks(rules, own_rules())
    found = find_rule(rules, rule)
    style = click.style if use_color(color) else (lambda text, **_: text)
    print_text(page(found, rules, known, min(terminal_width(), _WIDTH), style), color=use_color(color))


def page(
    rule: Rule, rules: Mapping[str, Rule], known: Mapping[str, Framework], width: int, style: Any
) -> Iterator[str]:
    """All that is known of a rule, section by section; `style` paints as `click.style` does."""
    state = "" if rule.enabled else ", off unless selected"
    yield f"{style(f'{rule.code} {rule.name}', bold=True)} ({rule.severity}{state})\n\n{filled(rule.summary, width)}"
    yield section("Why", filled(rule.why, width), style)
    yield section("When", f"  on {', '.join(rule.on)}: {rule.when}\n", style)
    if rule.judges_targets_only(rule.on[0]):
        yield "  Only rows that are training targets are judged (no crowd or ignore regions).\n"
    if rule.requires:
        yield filled(f"Rows that {_named(rule.requires, rules)} hits are not judged again.", width)
    if rule.replaces:
        yield filled(f"Findings of {_named(rule.replaces, rules)} are counted under it.", width)
    if rule.parameters:
        yield section("Parameters", "".join(_parameter(rule, name, width) for name in rule.parameters), style)
    told = [
        _consequence(name, found, width)
        for name, framework in known.items()
        if (found := framework.consequences.get(rule.code))
    ]
    if told:
        yield section("Frameworks", "".join(told), style)
    examples = [("fires", example) for example in rule.bad] + [("silent", example) for example in rule.good]
    shown = [f"  {verdict:<7} {text}\n" for verdict, example in examples if (text := _example(example))]
    if shown:
        yield section("Examples", "".join(shown), style)
    yield section("Fix", f"  {rule.fixing or 'none: a person has to decide'}\n", style)
    if rule.sources:
        yield section("Sources", "".join(f"  {source}\n" for source in rule.sources), style)


def _named(codes: Sequence[str], rules: Mapping[str, Rule]) -> str:
    return " or ".join(f"{code} {rules[code].name}" for code in codes)


def section(title: str, body: str, style: Any) -> str:
    """A body under its title."""
    return f"\n{style(title, bold=True)}\n{body}"


def filled(text: str, width: int, indent: str = "  ") -> str:
    """Paragraphs as indented lines of at most `width` columns."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
    lines = [
        wrap(paragraph, width, initial_indent=indent, subsequent_indent=indent, **_WHOLE_WORDS)
        for paragraph in paragraphs
    ]
    return "\n\n".join("\n".join(paragraph) for paragraph in lines) + "\n"


def _parameter(rule: Rule, name: str, width: int) -> str:
    parameter = rule.parameters[name]
    unit = f" {parameter.unit}" if parameter.unit else ""
    setting = f'[parameters."{rule.name}"] {name} = {parameter.default:g}'
    text = filled(f"{name} = {parameter.default:g}{unit}: {parameter.help}", width)
    return f"{text}  In boxlint.toml: {setting}\n"


def _consequence(name: str, found: Consequence, width: int) -> str:
    return filled(f"{name}: {found.effect}. {found.detail}", width)


def _example(example: Mapping[str, Any]) -> str:
    """An example on one line; nothing for whole files, which are too long for one."""
    if not example.keys().isdisjoint(("text", "bytes", "dataset")):
        return ""
    return ", ".join(f"{key} = {_toml(value)}" for key, value in example.items())


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else f"{value}"
