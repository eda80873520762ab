"""The JSON reports, strict and streamed: one versioned object (`json`), or one finding a line (`jsonl`)."""

from __future__ import annotations

from collections.abc import Iterator

from boxlint.report import Report
from boxlint.reports.values import VERSION, finding_values, json_text, summary_values


def write(report: Report) -> Iterator[str]:
    """`{"version": 1, "findings": […], "summary": {…}}`, a finding a line."""
    yield f'{{"version": {VERSION}, "findings": ['
    separator = "\n"
    for finding in report:
        yield separator + json_text(finding_values(finding))
        separator = ",\n"
    yield f'\n], "summary": {json_text(summary_values(report))}}}\n'


def write_lines(report: Report) -> Iterator[str]:
    """One finding a line, without the totals."""
    for finding in report:
        yield json_text(finding_values(finding)) + "\n"
