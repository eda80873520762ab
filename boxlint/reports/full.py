"""The report for people: one block a rule, errors first, then by count, a few examples each; everything is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from click import style

from boxlint.descriptions import Finding
from boxlint.report import Report, Summary
from boxlint.reports.blocks import Block, with_examples
from boxlint.reports.consequences import harms, totals
from boxlint.reports.counts import fixable_counts
from boxlint.reports.layout import Layout
from boxlint.reports.subjects import findable_place, place, sentence
from boxlint.reports.values import printable
from boxlint.reports.words import counted, few_of, number_of

_SKIPPED_SHOWN: Final = 5
_UNUSED_SHOWN: Final = 5
_STALE_SHOWN: Final = 3
_TITLE_COLUMN: Final = 48
_HOW_TO_FIX: Final = {"safe": " (boxlint fix)", "unsafe": " (boxlint fix --unsafe-fixes)", "display": ""}
_COLORS: Final = {"error": "red", "warning": "yellow"}


def write(report: Report, layout: Layout) -> Iterator[str]:
    """The blocks, the skipped files, and the closing lines."""
    if report.summary.files == 0:
        yield "Nothing to check: none of the files named is an annotation file.\n"
        return
    paint = style if layout.color else _plain
    for block, examples in with_examples(report.findings, layout.examples):
        yield from _block_lines(block, examples, layout, paint)
        yield "\n"
    if report.skipped:
        yield _skipped(report.skipped)
    yield from closing(report, paint)


def _plain(text: str, **_: Any) -> str:
    return text


def _block_lines(block: Block, examples: Iterator[Finding], layout: Layout, paint: Callable[..., str]) -> Iterator[str]:
    rule = block.rule
    yield _title(block, layout, paint)
    yield from _prose(rule.summary, layout.width)
    for harm in harms(block.findings, block.parts):
        yield from _prose(harm, layout.width)
    shown = 0
    if block.prevalence > 0.5 and rule.prevalent:
        judged = counted(block.judged, block.parts[0].table)
        yield from _prose(f"This is {block.prevalence:.0%} of the {judged} judged: {rule.prevalent}", layout.width)
    else:
        if block.prevalence > 0.5:
            yield from _prose(f"This is {block.prevalence:.0%} of the rows judged: look for one cause.", layout.width)
        previous: list[str] = []
        for finding in examples:
            shown += 1
            lines = list(_example_lines(finding))
            # the keypoints of one annotation have one place
            yield from lines if lines != previous else ()
            previous = lines
    if len(block) > shown:
        left = f"{len(block) - shown:,} more" if shown else "list them"
        yield f"  ... {left}: boxlint check --select {rule.code} --output-format concise {layout.command}\n"


def _title(block: Block, layout: Layout, paint: Callable[..., str]) -> str:
    rule = block.rule
    where = f" in {counted(block.images, 'image')}" if block.images else ""
    fixing = f"fix: {block.fixing}" if block.fixing else "no fix"
    left = f"{block.severity} {rule.code} {rule.name}"
    right = f"{block.rows}{where}, {fixing}"
    gap = max(2, _TITLE_COLUMN - len(left))
    gap = gap if len(left) + gap + len(right) <= layout.width else 2
    name = (
        f"{paint(block.severity, fg=_COLORS[block.severity], bold=True)} {paint(f'{rule.code} {rule.name}', bold=True)}"
    )
    return f"{name}{' ' * gap}{right}\n"


def _prose(text: str, width: int) -> Iterator[str]:
    """Indented lines of at most `width` columns, but for words that are longer. (textwrap is slow to import.)"""
    line = " "
    for word in text.split():
        if line != " " and len(line) + 1 + len(word) > width:
            yield f"{line}\n"
            line = " "
        line += f" {word}"
    yield f"{line}\n"


def _example_lines(finding: Finding) -> Iterator[str]:
    yield f"  {sentence(finding)}\n"
    if finding.location is not None:
        yield f"    --> {findable_place(finding.location, finding.table)}\n"
    for earlier in finding.related:
        if earlier.location is not None:
            named = "" if earlier.annotation_id is None else f"annotation {printable(str(earlier.annotation_id))} at "
            yield f"    earlier: {named}{findable_place(earlier.location, finding.table)}\n"


def _skipped(skipped: Sequence[str]) -> str:
    names = few_of(skipped, _SKIPPED_SHOWN)
    where = " (--show-files lists them)" if len(skipped) > _SKIPPED_SHOWN else ""
    return f"Skipped {counted(len(skipped), 'file')} of no known format: {names}{where}\n"


def closing(report: Report, paint: Callable[..., str] = _plain) -> Iterator[str]:
    """The totals, and what could be fixed."""
    summary = report.summary
    found = [
        paint(number_of(count, name), fg=_COLORS[name], bold=True)
        for name, count in summary.by_severity.items()
        if count
    ]
    checked = f"{counted(summary.annotations, 'annotation')} in {counted(summary.images, 'image')}"
    files = counted(summary.files, "file")
    seconds = f"{summary.seconds:.1f}" if summary.seconds >= 1 else f"{summary.seconds:.2f}"
    suppressed = f" ({summary.suppressed:,} suppressed)" if summary.suppressed else ""
    told = f"{', '.join(found) or 'No findings'}{suppressed}{_known(summary)}"
    yield f"Checked {checked} ({files}) in {seconds} s. {told}.\n"
    yield from totals(report)
    fixable = fixable_counts(report.findings)
    if fixable:
        told = ", ".join(f"{count:,} {safety}{_HOW_TO_FIX[safety]}" for safety, count in fixable.items())
        yield f"A fix is known for {sum(fixable.values()):,} of them: {told}.\n"
    yield from _stale(report)
    yield from _unused(report)


def _unused(report: Report) -> Iterator[str]:
    """The suppressions that do nothing."""
    unused = report.unused_suppressions
    if not unused:
        return
    does = "suppression does" if len(unused) == 1 else "suppressions do"
    yield f"{len(unused):,} {does} nothing:\n"
    for each in unused[:_UNUSED_SHOWN]:
        where = "configuration" if each.location is None else place(each.location)
        written = f"{printable(each.written)} " if each.written else ""
        why = f" ({printable(each.reason)})" if each.reason else ""
        yield f"  {where}: {written}{printable(each.problem)}{why}\n"
    if len(unused) > _UNUSED_SHOWN:
        yield f"  ... {len(unused) - _UNUSED_SHOWN:,} more: boxlint check --output-format json\n"


def _known(summary: Summary) -> str:
    """How many findings the baseline hides."""
    if not summary.baselined:
        return ""
    known = number_of(summary.baselined, "known finding")
    return f"; {known} hidden by {printable(summary.baseline or '')}"


def _stale(report: Report) -> Iterator[str]:
    """The entries of the baseline that nothing was found for."""
    if not report.stale:
        return
    source = printable(report.summary.baseline or "")
    entries = number_of(len(report.stale), "entry", "entries")
    yield f"Nothing was found any more for {entries} of {source} (boxlint baseline --prune):\n"
    for known in report.stale[:_STALE_SHOWN]:
        yield f"  {printable(known.file)}: {known.kind.code} {printable(str(known.entry))}\n"
    if len(report.stale) > _STALE_SHOWN:
        yield f"  ... {len(report.stale) - _STALE_SHOWN:,} more\n"
