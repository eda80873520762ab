"""JUnit XML, for the test views of CI systems: a suite a rule, a test case for each file in which it has findings.

There is no schema but that of Jenkins (junit-10.xsd), which this keeps to. GitLab reads 30 MB of a file and a limited
number of elements, and of test cases with one class and name the first alone
(https://docs.gitlab.com/ci/testing/unit_test_reports/): so all that a rule finds in a file is one test case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from msgspec import Struct

from boxlint.columns import Columns
from boxlint.reports.shares import fair_shares
from boxlint.reports.subjects import findable_place, sentence
from boxlint.reports.values import printable
from boxlint.reports.words import counted, number_of

if TYPE_CHECKING:
    from boxlint.descriptions import Finding
    from boxlint.findings import RuleHits
    from boxlint.report import Report
    from boxlint.ruleset import Rule

CASES: Final = 10_000
"""Test cases that fail, but for the closing one."""
EXAMPLES: Final = 10
"""Findings of each table that a test case lists; it counts them all."""


class _Case(Struct):
    """What one rule finds in one file: how many, how bad, and positions of the first, by number of the hits."""

    file: str
    count: int
    severity: str
    first: dict[int, list[int]]


class _Suite(Struct):
    """What one rule finds, by file."""

    rule: Rule
    cases: dict[str, _Case]


def write(report: Report) -> Iterator[str]:
    """The document. Where there is nothing to report, one test case passes: views take none at all for a failure."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    suites = list(_suites(report).values())
    room = fair_shares([len(suite.cases) for suite in suites], CASES)
    shown = [list(suite.cases.values())[:share] for suite, share in zip(suites, room)]
    left = [case for suite, share in zip(suites, room) for case in list(suite.cases.values())[share:]]
    failures = sum(room) + bool(left)
    yield f'<testsuites name="boxlint" tests="{failures or 1}" failures="{failures}" errors="0">\n'
    if not suites:
        yield from _suite("boxlint", [_passing(report)], 1, failures=0)
    findings = _described(report, chain.from_iterable(shown))
    for suite, cases in zip(suites, shown):
        if cases:
            texts = (_failing(suite.rule, case, findings) for case in cases)
            yield from _suite(f"{suite.rule.code} {suite.rule.name}", texts, len(cases), failures=len(cases))
    if left:
        yield from _suite("boxlint", [_closing(left)], 1, failures=1)
    yield "</testsuites>\n"


def _suites(report: Report) -> dict[str, _Suite]:
    """What each rule finds in each file, by code."""
    columns = Columns(report.tables)
    suites: dict[str, _Suite] = {}
    for number, hits in enumerate(report.findings.hits):
        cases = suites.setdefault(hits.rule.code, _Suite(hits.rule, {})).cases
        for file, positions in _by_file(columns, hits):
            case = cases.setdefault(file, _Case(file, 0, hits.severity, {}))
            case.count += len(positions)
            case.severity = min(case.severity, hits.severity)
            case.first[number] = positions[:EXAMPLES].tolist()
    return suites


def _by_file(columns: Columns, hits: RuleHits) -> Iterator[tuple[str, Any]]:
    """Positions in the hits by path of the file, or of the file set; shape (hits in it,), int64."""
    tables = columns.tables
    table = hits.table if hits.table in ("file", "file_set") else "file"
    paths = tables[table]["path"]
    owners = hits.rows if table == hits.table else columns(hits.table, "file")[hits.rows]
    order = np.argsort(owners, kind="stable")
    for positions in np.split(order, np.flatnonzero(np.diff(owners[order])) + 1):
        owner = int(owners[positions[0]])
        # a category that only objects name has no record
        yield str(paths.at(owner)) if owner >= 0 else "(no one file)", positions


def _described(report: Report, cases: Iterable[_Case]) -> Mapping[int, Iterator[Finding]]:
    """The findings that test cases list, in their order, by number of the hits; made as they are taken."""
    positions: dict[int, list[int]] = {}
    for case in cases:
        for number, first in case.first.items():
            positions.setdefault(number, []).extend(first)
    chosen = [(report.findings.hits[number], listed) for number, listed in positions.items()]
    return dict(zip(positions, (findings for _, findings in report.findings.described(chosen))))


def _suite(name: str, cases: Iterable[str], tests: int, *, failures: int) -> Iterator[str]:
    yield f'<testsuite name={_quoted(name)} tests="{tests}" failures="{failures}" errors="0" skipped="0">\n'
    yield from cases
    yield "</testsuite>\n"


def _failing(rule: Rule, case: _Case, findings: Mapping[int, Iterator[Finding]]) -> str:
    lines = [
        f"{'-' if finding.location is None else findable_place(finding.location, finding.table)}: {sentence(finding)}"
        for number, first in case.first.items()
        for finding in islice(findings[number], len(first))
    ]
    if case.count > len(lines):
        lines.append(f"... {case.count - len(lines):,} more")
    message = f"{number_of(case.count, 'finding')}: {rule.summary}"
    return _case(f"boxlint.{rule.code}-{rule.name}", case.file, message, case, lines)


def _closing(cases: Sequence[_Case]) -> str:
    """The test case that says what the others leave out."""
    more = f"{sum(case.count for case in cases):,} more findings in {len(cases):,} test cases"
    told = f"{more} are left out, as this report has {CASES:,}: boxlint check --output-format jsonl has all"
    worst = min(cases, key=lambda case: case.severity)
    return _case("boxlint", more, told, worst, [])


def _passing(report: Report) -> str:
    return f'<testcase classname="boxlint" name="no findings in {counted(report.summary.files, "file")}"/>\n'


def _case(classname: str, name: str, message: str, case: _Case, lines: Iterable[str]) -> str:
    text = "\n".join(map(escape, lines))
    return (
        f"<testcase classname={_quoted(classname)} name={_quoted(name)}>"
        f'<failure type="{case.severity}" message={_quoted(message)}>{text}</failure></testcase>\n'
    )


def _quoted(text: str) -> str:
    """A value in quotes; what XML cannot hold (control characters) is not printable, and so written out."""
    return quoteattr(printable(text))
