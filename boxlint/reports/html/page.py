"""The page as a whole: its order, what it may load, and how large it may become."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Final

from msgspec import Struct

from boxlint import __version__
from boxlint.report import Report
from boxlint.reports.blocks import Block, blocks_of
from boxlint.reports.html.budget import Budget, size_of
from boxlint.reports.html.foot import left_out, settings_section
from boxlint.reports.html.gallery import Gallery
from boxlint.reports.html.markup import escaped, escaped_prose, isolated
from boxlint.reports.html.rule_section import section_text
from boxlint.reports.html.rule_table import rule_table
from boxlint.reports.html.verdict import facts, verdict
from boxlint.settings import Settings

_LARGEST: Final = 4_700_000
"""Bytes of a page at most."""
_LARGEST_FIGURES: Final = 2_000_000
_ICON: Final = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
"""An empty picture: browsers would ask the server for one otherwise."""
_LEGEND: Final = {
    "fault": "the case",
    "related": "what it repeats",
    "other": "thin: other objects, and the border of the image",
}


class Layout(Struct, frozen=True):
    """What a report is made with: the paths as they were given, the settings, and when, in words."""

    paths: Sequence[str] = (".",)
    settings: Settings = Settings()
    command: str = "boxlint report"
    made: str = ""


def write(report: Report, layout: Layout) -> Iterator[str]:
    """The page, piece by piece. It is smaller than 5 MB, whatever was checked."""
    blocks = blocks_of(report.findings)
    sections = [section_text(block, layout.paths, layout.settings) for block in blocks]
    before, figures = "".join(_before(report, blocks, layout)), "".join(_figures(report))
    foot = "".join(settings_section(layout.settings, layout.command, layout.made, report.summary.seconds))
    script = _file("script.js")
    told = (before, figures, foot, script, *(text for section in sections for text in section))
    budget = Budget(_LARGEST - sum(map(size_of, told)), len(blocks))
    yield before
    if blocks:
        gallery = Gallery(report, blocks, layout.settings.images)
        yield from _legend(layout.settings.images)
        for block, (head, tail) in zip(blocks, sections, strict=True):
            yield head
            yield from gallery.cases(block, budget)
            yield tail
        yield "</section>"
    yield figures
    yield from left_out(report, budget)
    yield foot
    yield f"</main><script>{script}</script></body></html>\n"


def _before(report: Report, blocks: Sequence[Block], layout: Layout) -> Iterator[str]:
    """All that stands before the first section of a rule."""
    style = _file("style.css")
    policy = "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(_file('script.js'))}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    checked = ", ".join(layout.paths)
    yield f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<meta name="generator" content="boxlint {__version__}"><link rel="icon" href="{_ICON}">
<title>boxlint: {escaped(checked)}</title><style>{style}</style></head><body><main>
<header><p class="brand"><b>boxlint</b> report on {isolated(checked)}</p>"""
    yield from verdict(report, blocks)
    yield f'<dl class="facts">{facts(report.tables)}</dl></header>'
    if blocks:
        yield '<section id="findings"><h2>Findings by rule</h2>'
        yield from rule_table(blocks)
        yield "</section>"


def _legend(folders: Sequence[str]) -> Iterator[str]:
    """The head of the sections of rules: what the pictures show."""
    yield '<section id="cases"><h2>The worst cases</h2><p class="legend">'
    for kind, meaning in _LEGEND.items():
        line = '<path class="casing" d="M2 6H30"/>' if kind != "other" else ""
        drawn = f'<svg viewBox="0 0 32 12" aria-hidden="true">{line}<path class="{kind}" d="M2 6H30"/></svg>'
        yield f"<span>{drawn} {meaning}</span>"
    yield "</p>"
    if not folders:
        yield "<p>The frames are empty, because no folder of images was named: "
        yield "<code>--images DIR</code> puts the pictures in.</p>"


def _figures(report: Report) -> Iterator[str]:
    """The charts of the dataset."""
    from boxlint.charts import figures

    if not report.tables.annotations:
        return
    yield '<section id="dataset"><h2>The dataset</h2><div class="charts">'
    left = _LARGEST_FIGURES
    for figure in figures(report):
        left -= size_of(figure.svg)
        if left >= 0:
            yield f'<figure class="chart" id="chart-{escaped(figure.id)}"><h3>{escaped(figure.title)}</h3>{figure.svg}'
            yield f"<figcaption>{escaped_prose(figure.says)}</figcaption></figure>"
    yield "</div></section>"


def _digest(text: str) -> str:
    """The hash by which a policy names an inline text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _file(name: str) -> str:
    """A file beside this module."""
    return (files("boxlint.reports.html") / name).read_text(encoding="utf-8")
