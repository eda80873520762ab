"""The report for people: one block a rule, errors first, then by count, a few examples each; everything is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final

from click import style
from msgspec import Struct

from boxlint.findings import Finding, RuleHits
from boxlint.places import Location
from boxlint.report import Report, Summary
from boxlint.reports.concise import place
from boxlint.reports.consequences import sentences, totals
from boxlint.reports.counts import counted, fixable_counts, image_count
from boxlint.reports.values import printable
from boxlint.ruleset import Rule

LONG_LINE: Final = 500
"""Beyond this column a byte offset helps more than line and column."""
PREVALENT_ROWS: Final = 10
"""The fewest judged rows that make "more than half of all" worth saying."""
_SKIPPED_SHOWN: Final = 5
_STALE_SHOWN: Final = 3
_TITLE_COLUMN: Final = 48
_HOW_TO_FIX: Final = {"safe": " (boxlint fix)", "unsafe": " (boxlint fix --unsafe-fixes)", "display": ""}
_COLORS: Final = {"error": "red", "warning": "yellow"}


class Layout(Struct, frozen=True):
    """How the report is laid out. `examples` 0 shows all; `command` is the paths that the hints name."""

    examples: int = 5
    width: int = 100
    color: bool = False
    command: str = "."


class _Block(Struct, frozen=True, eq=False):
    rule: Rule
    severity: str
    parts: list[tuple[RuleHits, Iterator[Finding]]]

    def __len__(self) -> int:
        return sum(len(hits) for hits, _ in self.parts)

    @property
    def prevalence(self) -> float:
        """The share of the judged rows that the rule hits; 0 where too few were judged to say so."""
        judged = sum(hits.judged for hits, _ in self.parts)
        return len(self) / judged if judged >= PREVALENT_ROWS else 0.0


def command_paths(paths: Sequence[str]) -> str:
    """The paths of a run as a shell takes them, cut after three."""
    from shlex import quote

    return " ".join([*map(quote, paths[:3]), *(["..."] if len(paths) > 3 else [])]) or "."


def write(report: Report, layout: Layout) -> Iterator[str]:
    """The blocks, the skipped files, and the closing lines."""
    if report.summary.files == 0:
        yield "Nothing to check: none of the files named is an annotation file.\n"
        return
    paint = style if layout.color else _plain
    for block in _blocks(report, layout.examples):
        yield from _block_lines(report, block, layout, paint)
        yield "\n"
    if report.skipped:
        yield _skipped(report.skipped)
    yield from closing(report, paint)


def _plain(text: str, **_: Any) -> str:
    return text


def _blocks(report: Report, examples: int) -> list[_Block]:
    blocks: dict[tuple[str, str], _Block] = {}
    for hits, findings in report.findings.blocks(examples or None):
        # for some framework a rule may be an error in one format and a warning in another
        block = blocks.setdefault((hits.rule.code, hits.severity), _Block(hits.rule, hits.severity, []))
        block.parts.append((hits, findings))
    return sorted(blocks.values(), key=lambda block: (block.severity != "error", -len(block), block.rule.code))


def _block_lines(report: Report, block: _Block, layout: Layout, paint: Callable[..., str]) -> Iterator[str]:
    rule = block.rule
    yield _title(report, block, layout, paint)
    yield from _prose(rule.summary, layout.width)
    told = list(sentences(report.findings, [hits for hits, _ in block.parts]))
    if block.severity == "error" and not told:
        yield from _prose(f"training: {_first_sentence(rule.why)}", layout.width)
    for sentence in told:
        yield from _prose(sentence, layout.width)
    shown = 0
    if block.prevalence > 0.5 and rule.prevalent:
        judged = counted(sum(hits.judged for hits, _ in block.parts), block.parts[0][0].table)
        yield from _prose(f"This is {block.prevalence:.0%} of the {judged} judged: {rule.prevalent}", layout.width)
    else:
        if block.prevalence > 0.5:
            yield from _prose(f"This is {block.prevalence:.0%} of the rows judged: look for one cause.", layout.width)
        findings = chain.from_iterable(findings for _, findings in block.parts)
        previous: list[str] = []
        for finding in islice(findings, layout.examples or None):
            shown += 1
            lines = list(_example_lines(finding))
            # the keypoints of one annotation have one place
            yield from lines if lines != previous else ()
            previous = lines
    if len(block) > shown:
        left = f"{len(block) - shown:,} more" if shown else "list them"
        yield f"  ... {left}: boxlint check --select {rule.code} --output-format concise {layout.command}\n"


def _title(report: Report, block: _Block, layout: Layout, paint: Callable[..., str]) -> str:
    rule = block.rule
    rows = " and ".join(counted(len(hits), hits.table) for hits, _ in block.parts)
    images = image_count(report.tables, [hits for hits, _ in block.parts])
    where = "" if not images else f" in {counted(images, 'image')}"
    fixes = [fix for number, fix in enumerate(rule.fix) if any((hits.fixes == number).any() for hits, _ in block.parts)]
    fixing = "fix: " + " or ".join(f"{fix.action} ({fix.safety})" for fix in fixes) if fixes else "no fix"
    left = f"{block.severity} {rule.code} {rule.name}"
    right = f"{rows}{where}, {fixing}"
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


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, not one within a number or name."""
    text = " ".join(text.split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _example_lines(finding: Finding) -> Iterator[str]:
    subject = _subject(finding)
    message = printable(finding.message)
    yield f"  {subject}: {message}\n" if subject else f"  {message}\n"
    if finding.location is not None:
        yield f"    --> {_place(finding.location, finding.table)}\n"
    for earlier in finding.related:
        if earlier.location is not None:
            named = "" if earlier.annotation_id is None else f"annotation {printable(str(earlier.annotation_id))} at "
            yield f"    earlier: {named}{_place(earlier.location, finding.table)}\n"


def _subject(finding: Finding) -> str:
    """Image and annotation of a finding."""
    names = []
    if finding.image is not None:
        name = finding.image.file_name or finding.image.id
        names += [] if name is None else [f"image {printable(str(name))}"]
    if finding.annotation_id is not None:
        names.append(f"annotation {printable(str(finding.annotation_id))}")
    elif finding.annotation_index is not None:
        names.append(f"annotation at index {finding.annotation_index:,}")
    return ", ".join(names)


def _place(location: Location, table: str) -> str:
    if location.start is None:
        return place(location)
    column = location.column or 0
    # a record on the first line, but not at its start, has the whole file before it on that line
    is_on_one_line = location.line == 1 and column > 1 and table not in ("file", "file_set")
    if location.line is None or is_on_one_line or column > LONG_LINE:
        return f"{printable(location.file)}, byte {location.start:,}"
    return place(location)


def _skipped(skipped: Sequence[str]) -> str:
    names = ", ".join(printable(name) for name in skipped[:_SKIPPED_SHOWN])
    more = f" and {len(skipped) - _SKIPPED_SHOWN:,} more" if len(skipped) > _SKIPPED_SHOWN else ""
    return f"Skipped {counted(len(skipped), 'file')} of no known format: {names}{more}\n"


def closing(report: Report, paint: Callable[..., str] = _plain) -> Iterator[str]:
    """The totals, and what could be fixed."""
    summary = report.summary
    found = [
        paint(f"{count:,} {name}{'' if count == 1 else 's'}", fg=_COLORS[name], bold=True)
        for name, count in summary.by_severity.items()
        if count
    ]
    checked = f"{counted(summary.annotations, 'annotation')} in {counted(summary.images, 'image')}"
    files = counted(summary.files, "file")
    seconds = f"{summary.seconds:.1f}" if summary.seconds >= 1 else f"{summary.seconds:.2f}"
    yield f"Checked {checked} ({files}) in {seconds} s. {', '.join(found) or 'No findings'}{_known(summary)}.\n"
    yield from totals(report)
    fixable = fixable_counts(report.findings)
    if fixable:
        told = ", ".join(f"{count:,} {safety}{_HOW_TO_FIX[safety]}" for safety, count in fixable.items())
        yield f"A fix is known for {sum(fixable.values()):,} of them: {told}.\n"
    yield from _stale(report)


def _known(summary: Summary) -> str:
    """How many findings the baseline hides."""
    if not summary.baselined:
        return ""
    noun = "finding" if summary.baselined == 1 else "findings"
    return f"; {summary.baselined:,} known {noun} hidden by {printable(summary.baseline or '')}"


def _stale(report: Report) -> Iterator[str]:
    """The entries of the baseline that nothing was found for."""
    if not report.stale:
        return
    source = printable(report.summary.baseline or "")
    entries = "1 entry" if len(report.stale) == 1 else f"{len(report.stale):,} entries"
    yield f"Nothing was found any more for {entries} of {source} (boxlint baseline --prune):\n"
    for known in report.stale[:_STALE_SHOWN]:
        yield f"  {printable(known.file)}: {known.kind.code} {printable(str(known.entry))}\n"
    if len(report.stale) > _STALE_SHOWN:
        yield f"  ... {len(report.stale) - _STALE_SHOWN:,} more\n"
