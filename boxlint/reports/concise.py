"""The concise report: one finding a line, as editors and grep read them."""

from __future__ import annotations

from collections.abc import Iterator

from boxlint.report import Report
from boxlint.reports.consequences import suffix
from boxlint.reports.subjects import place
from boxlint.reports.values import printable


def write(report: Report) -> Iterator[str]:
    """`path:line:column: BX101 [error] message` for each finding; a finding about no one file has the path `-`.

    Where frameworks are chosen, what each does with it follows: ` (mmdet-coco: drops)`.
    """
    is_for_frameworks = bool(report.findings.forecast.chosen)
    for finding in report:
        told = suffix(finding) if is_for_frameworks else ""
        yield f"{place(finding.location)}: {finding.code} [{finding.severity}] {printable(finding.message)}{told}\n"
