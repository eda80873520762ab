"""The table of rules: a row a rule and severity, to be sorted and filtered in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from boxlint.frameworks import EFFECTS
from boxlint.reports.blocks import Block
from boxlint.reports.counts import images_told
from boxlint.reports.html.markup import escaped

SIGNS: Final = {"error": "●", "warning": "▲"}
"""Beside the word, so that severities differ by more than their colour."""
_WORDS: Final = {
    "nan": "NaN loss",
    "crash": "stops",
    "poisons-image": "image learned wrongly",
    "drops-image": "image left out",
    "drops": "label left out",
    "alters": "label altered",
    "none": "no harm",
}
_COLUMNS: Final = (
    ("Severity", ""),
    ("Rule", ""),
    ("Findings", "number"),
    ("Share of judged", "number"),
    ("Images", "number"),
    ("Worst consequence", ""),
    ("Fix", ""),
)


def rule_table(blocks: Sequence[Block]) -> Iterator[str]:
    """The table with its controls; without a script it stands as it is, sorted by severity and count."""
    yield _CONTROLS
    heads = "".join(
        f'<th scope="col"{f" class={kind}" if kind else ""}><span>{title}</span></th>' for title, kind in _COLUMNS
    )
    yield '<div class="wide" role="region" aria-label="findings by rule" tabindex="0"><table id="rules">'
    yield f'<caption class="unseen">Findings by rule</caption><thead><tr>{heads}'
    yield "</tr></thead><tbody>"
    for number, block in enumerate(blocks):
        yield _row(number, block)
    yield "</tbody></table></div>"


_CONTROLS: Final = """<form id="controls" class="controls" hidden>
<label>Filter <input type="search" id="filter" placeholder="code, name, fix …" autocomplete="off"></label>
<fieldset><legend class="unseen">Severity</legend>
<label><input type="radio" name="severity" value="" checked> all</label>
<label><input type="radio" name="severity" value="error"> errors</label>
<label><input type="radio" name="severity" value="warning"> warnings</label>
</fieldset>
<output id="matching" aria-live="polite"></output>
</form>"""


def _row(number: int, block: Block) -> str:
    rule = block.rule
    images = images_told(block.findings.tables, block.parts)
    effect, name = worst(block)
    fixes = block.fixing or "by hand"
    cells = (
        (severity_sign(block.severity), 0 if block.severity == "error" else 1, ""),
        (f'<a href="#{block.key}">{rule.code} <b>{rule.name}</b></a>', number, ""),
        (f"{len(block):,}", len(block), "number"),
        (percentage(block.share), block.share, "number"),
        ("–" if images is None else f"{images:,}", -1 if images is None else images, "number"),
        (f"{_WORDS[effect]}{f' <small>{escaped(name)}</small>' if name else ''}" if effect else "–", _rank(effect), ""),
        (escaped(fixes), 1 if fixes == "by hand" else 0, ""),
    )
    shown = "".join(f'<td{f" class={kind}" if kind else ""} data-key="{key}">{text}</td>' for text, key, kind in cells)
    return f'<tr data-severity="{block.severity}" data-section="{block.key}">{shown}</tr>'


def severity_sign(severity: str) -> str:
    """A severity with its sign."""
    return f'<span class="{severity}"><span aria-hidden="true">{SIGNS[severity]}</span> {severity}</span>'


def worst(block: Block) -> tuple[str, str]:
    """The worst effect that is known, and the framework that has it; that of several is not named."""
    if not block.consequences:
        return "", ""
    framework, consequence = block.consequences[0]
    others = sum(other.effect == consequence.effect for _, other in block.consequences) - 1
    more = f" and {others} more" if others else ""
    return consequence.effect, "" if consequence.effect == "none" else f"{framework.name}{more}"


def percentage(share: float) -> str:
    """A share with two digits that mean something."""
    percent = 100 * share
    if percent >= 99.95 or percent == 0:
        return f"{percent:.0f} %"
    return "< 0.01 %" if percent < 0.01 else f"{percent:.1f} %" if percent >= 1 else f"{percent:.2f} %"


def _rank(effect: str) -> int:
    return EFFECTS.index(effect) if effect in EFFECTS else len(EFFECTS)
