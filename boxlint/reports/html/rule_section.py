"""The section of a rule: what it finds, why it matters, what frameworks do, how to fix it, and the worst cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from boxlint.reports.blocks import Block
from boxlint.reports.consequences import WORDS
from boxlint.reports.html.commands import fix_command, list_command
from boxlint.reports.html.markup import escaped, escaped_prose, link, paragraphs
from boxlint.reports.html.rule_table import percentage, severity_sign
from boxlint.reports.words import counted
from boxlint.settings import Settings

_FEW: Final = 3
"""Frameworks that are listed without being asked for."""
_LONGEST_COMMAND: Final = 4000


def section_text(block: Block, paths: Sequence[str], settings: Settings) -> tuple[str, str]:
    """One rule at one severity: what stands before its cases, and after."""
    return "".join(_head(block)), "".join(_tail(block, paths, settings))


def _head(block: Block) -> Iterator[str]:
    rule, share = block.rule, block.share
    where = f" in {counted(block.images, 'image')}" if block.images else ""
    named = f'id="{block.key}" data-severity="{block.severity}" aria-labelledby="h-{block.key}"'
    yield f'<section class="rule" {named}><h3 id="h-{block.key}">'
    yield f"{severity_sign(block.severity)} {rule.code} {rule.name}</h3>"
    yield '<a class="up" href="#findings">all rules</a>'
    yield f'<p class="count">{block.rows}{where} · {percentage(share)} of {block.judged:,} judged</p>'
    yield f'<p class="summary">{escaped_prose(rule.summary)}</p>'
    if share > 0.5 and rule.prevalent:
        yield f'<p class="note">This is {percentage(share)} of what was judged: {escaped_prose(rule.prevalent)}</p>'


def _tail(block: Block, paths: Sequence[str], settings: Settings) -> Iterator[str]:
    yield f'<div class="reading"><div><h4>Why it matters</h4>{paragraphs(block.rule.why)}'
    if block.rule.sources:
        named = ", ".join(
            link(source, source.removeprefix("https://").partition("/")[0]) for source in block.rule.sources
        )
        yield f"<p><small>Sources: {named}</small></p>"
    yield from _consequences(block)
    yield "</div><div><h4>How to fix it</h4>"
    yield from _fixing(block, paths, settings)
    yield "</div></div></section>"


def _consequences(block: Block) -> Iterator[str]:
    """What each framework does with it."""
    if not block.consequences:
        return
    items = "".join(
        f"<li><b>{framework.name}</b> {WORDS[found.effect]}: {escaped_prose(found.detail)} "
        f"<small>({link(found.source, found.basis)})</small></li>"
        for framework, found in block.consequences
    )
    count = len(block.consequences)
    what = "What it does in training" if count <= _FEW else f"What it does in training with {count} frameworks"
    opened = " open" if count <= _FEW else ""
    yield f'<details{opened}><summary>{what}</summary><ul class="consequences">{items}</ul></details>'


def _fixing(block: Block, paths: Sequence[str], settings: Settings) -> Iterator[str]:
    """Its fixes and the commands."""
    applied = fix_command(block, paths, settings)
    for fix, count in block.fixes:
        yield f"<p><b>{fix.action}</b> ({fix.safety}) mends {count:,} of {len(block):,}.</p>"
    if applied:
        yield f"<pre><code>{escaped(applied, _LONGEST_COMMAND)}</code></pre>"
        yield "<p>With <code>--diff</code> it only shows what it would do.</p>"
    else:
        listing = list_command(block, paths, settings)
        yield "<p>Only a person can tell what is right here. To list all of them:</p>"
        yield f"<pre><code>{escaped(listing, _LONGEST_COMMAND)}</code></pre>"
    if block.rule.parameters:
        named = ", ".join(
            f"<code>{escaped(name)}</code> ({escaped(f'{parameter.default:g} {parameter.unit}'.strip())})"
            for name, parameter in block.rule.parameters.items()
        )
        yield f"<p>Thresholds that can be set, with their defaults: {named}.</p>"
