"""The report as Markdown, for the summary of a step on GitHub (`>> "$GITHUB_STEP_SUMMARY"`) or a comment.

GitHub drops a summary of more than 1 MiB as a whole, so examples are left out beyond what fits, and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from boxlint.descriptions import Finding
from boxlint.report import Report
from boxlint.reports.blocks import Block, with_examples
from boxlint.reports.consequences import harms
from boxlint.reports.counts import images_told
from boxlint.reports.full import closing
from boxlint.reports.layout import Layout
from boxlint.reports.markup import escaped, fenced
from boxlint.reports.subjects import findable_place, sentence
from boxlint.reports.words import counted, number_of

ROOM: Final = 900_000
"""Bytes of all examples; GitHub takes 1,048,576 of a step, which may say more than this report."""
LINE: Final = 300
"""Characters of an example; a class name may have a thousand."""


def write(report: Report, layout: Layout) -> Iterator[str]:
    """Verdict, a table of the rules, examples of each, and the totals."""
    yield f"## boxlint: {_verdict(report)}\n\n"
    found = with_examples(report.findings, layout.examples)
    if found:
        yield "| severity | rule | findings | images | in training | fix |\n"
        yield "|---|---|--:|--:|---|---|\n"
        yield from (_row(block) for block, _ in found)
        yield "\n"
        yield from _examples(found, layout)
    yield f"{'<br>'.join(escaped(line) for line in ''.join(closing(report)).splitlines())}\n"


def _verdict(report: Report) -> str:
    if report.summary.files == 0:
        return "nothing to check"
    told = [number_of(count, severity) for severity, count in report.summary.by_severity.items() if count]
    return " and ".join(told) or f"no findings in {counted(report.summary.annotations, 'annotation')}"


def _row(block: Block) -> str:
    images = images_told(block.findings.tables, block.parts)
    harm = next(iter(harms(block.findings, block.parts)), "")
    cells = [
        {"error": ":x: error", "warning": ":warning: warning"}[block.severity],
        f"**{block.rule.code}** {block.rule.name}<br>{escaped(block.rule.summary)}",
        f"{len(block):,}",
        "" if images is None else f"{images:,}",
        escaped(harm),
        escaped(block.fixing),
    ]
    return f"| {' | '.join(cells)} |\n"


def _examples(found: list[tuple[Block, Iterator[Finding]]], layout: Layout) -> Iterator[str]:
    """The first findings of each rule, folded, as long as there is room."""
    room = ROOM
    for number, (block, examples) in enumerate(found):
        lines = []
        for finding in examples:
            line = _line(finding)
            room -= len(line.encode(errors="replace")) + 1
            if room < 0:
                break
            lines.append(line)
        if lines:
            yield f"<details><summary>{_title(block, len(lines), layout)}</summary>\n\n"
            yield from fenced(lines)
            yield "\n</details>\n\n"
        if room < 0:
            yield f"More examples, of {len(found) - number:,} rules, do not fit into a summary.\n\n"
            return


def _title(block: Block, shown: int, layout: Layout) -> str:
    name = f"{block.rule.code} {block.rule.name}: "
    if shown == len(block):
        return name + block.rows
    command = f"boxlint check --select {block.rule.code} --output-format concise {layout.command}"
    return f"{name}{shown:,} of {block.rows} (all: <code>{escaped(command)}</code>)"


def _line(finding: Finding) -> str:
    place = "" if finding.location is None else f"{findable_place(finding.location, finding.table)}: "
    line = place + sentence(finding)
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"
