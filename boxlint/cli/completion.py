"""What a shell offers for options and arguments: rules, frameworks, formats, files. See docs/editors.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from boxlint.errors import UserError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from boxlint.ruleset import Rule

_LEVELS: Final = ("error", "warning", "off")


def rule_names(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes and names that continue what stands behind the last comma."""
    before, comma, word = incomplete.rpartition(",")
    return [_item(f"{before}{comma}{name}", help=rule.summary) for name, rule in _continuing(ctx, word)]


def rule_levels(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """CODE=LEVEL."""
    before, comma, word = incomplete.rpartition(",")
    selector, _, level = word.partition("=")
    return [
        _item(f"{before}{comma}{name}={known}", help=rule.summary)
        for name, rule in _continuing(ctx, selector)
        for known in _LEVELS
        if known.startswith(level)
    ]


def framework_names(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The frameworks that continue what stands behind the last comma."""
    from boxlint.frameworks.files import load_frameworks
    from boxlint.rule_files import load_rules

    before, comma, word = incomplete.rpartition(",")
    own = _own_rules(ctx)
    try:
        known = load_frameworks(load_rules(own, examples=False), own)
    except UserError:
        return []
    return [
        _item(f"{before}{comma}{name}", help=framework.title)
        for name, framework in known.items()
        if name.startswith(word.lower())
    ]


def format_names(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats that boxlint reads."""
    from boxlint.formats.registry import FORMATS

    return [_item(format.name, help=format.title) for format in FORMATS if format.name.startswith(incomplete)]


def output_names(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats of reports."""
    from boxlint.outputs import WRITERS

    return [_item(name) for name in WRITERS if name.startswith(incomplete)]


def files(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders, which the shell itself knows best."""
    return [_item(incomplete, type="file")]


def folders(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Folders."""
    return [_item(incomplete, type="dir")]


def _item(value: str, **fields: str) -> CompletionItem:
    # what completes is imported when a shell asks, not in every run
    from click.shell_completion import CompletionItem

    return CompletionItem(value, **fields)


def _continuing(ctx: click.Context, word: str) -> Iterator[tuple[str, Rule]]:
    """Codes, and names for who has begun to write one."""
    from boxlint.rule_files import load_rules

    try:
        rules = load_rules(_own_rules(ctx), examples=False).values()
    except UserError:
        return
    yield from ((rule.code, rule) for rule in rules if rule.code.startswith(word.upper()))
    if word:
        yield from ((rule.name, rule) for rule in rules if rule.name.startswith(word.lower()))


def _own_rules(ctx: click.Context) -> list[Path]:
    """The folders of own rules; none where the configuration is wrong, which is no time to say so."""
    from boxlint.cli.rules import own_rules

    try:
        return own_rules(ctx.params.get("config"))
    except UserError:
        return []
