"""`boxlint frameworks`: what training frameworks require, and what they do with what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from boxlint.cli.completion import framework_names
from boxlint.cli.explain import filled, section

if TYPE_CHECKING:
    from boxlint.frameworks import Consequence, Framework
    from boxlint.ruleset import Rule

_WIDTH = 100


@click.command(short_help="List the training frameworks that --for takes.")
@click.argument("name", required=False, shell_complete=framework_names)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: auto.")
def command(name: str | None, output_format: str, config: Path | None, color: str) -> None:
    """List the training frameworks that `--for` takes; say what the one called NAME requires.

    Frameworks of your own are known too: files in the folder `frameworks` of a folder of rules that the
    configuration names.
    """
    from msgspec import to_builtins

    from boxlint.cli.output import print_text, print_utf8, use_color
    from boxlint.cli.rules import known_rules, own_rules
    from boxlint.frameworks.files import find_framework, load_frameworks

    rules = known_rules(config)
    known = load_frameworks(rules, own_rules(config))
    chosen = list(known.values()) if name is None else [find_framework(known, name)]
    if output_format == "json":
        print_utf8([json.dumps([to_builtins(framework) for framework in chosen], indent=2, ensure_ascii=False) + "\n"])
    elif name is None:
        print_text(_listed(known))
    else:
        from boxlint.cli.output import terminal_width

        is_colored = use_color(color)
        print_text(_page(chosen[0], rules, min(terminal_width(), _WIDTH), is_colored), color=is_colored)


def _listed(frameworks: Mapping[str, Framework]) -> Iterator[str]:
    width = max(len(name) for name in frameworks)
    for name, framework in frameworks.items():
        yield f"{name:<{width}}  reads {', '.join(framework.reads)}. {framework.title}, {framework.versions}\n"


def _page(framework: Framework, rules: Mapping[str, Rule], width: int, is_colored: bool) -> Iterator[str]:
    style = click.style if is_colored else (lambda text, **_: text)
    yield f"{style(framework.name, bold=True)} ({framework.title}, {framework.versions})\n\n"
    yield filled(framework.summary, width)
    yield section("Reads", f"  {', '.join(framework.reads)}\n", style)
    yield section("Requires", "".join(filled(f"- {line}", width) for line in framework.requires), style)
    if framework.angle:
        angle = framework.angle
        line = f"{angle.convention}: {angle.minimum:g} to {angle.maximum:g} {angle.unit}"
        yield section("Angles", filled(line, width), style)
    if framework.parameters:
        lines = (
            f"  {code} {rules[code].name}: {name} = {value:g}\n"
            for code, given in framework.parameters.items()
            for name, value in given.items()
        )
        yield section("Thresholds", "".join(lines), style)
    lines = (_consequence(rules[code], found, width) for code, found in framework.consequences.items())
    yield section("What it does with", "".join(lines), style)


def _consequence(rule: Rule, found: Consequence, width: int) -> str:
    return f"  {rule.code} {rule.name}: {found.effect} ({found.basis})\n" + filled(
        f"{found.detail} {found.source}", width, indent="    "
    )
