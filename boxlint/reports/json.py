"""The JSON reports, strict and streamed: one versioned object (`json`), or one finding a line (`jsonl`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from boxlint.report import Report
from boxlint.reports.values import VERSION, finding_values, summary_values


def write(report: Report) -> Iterator[str]:
    """`{"version": 1, "findings": […], "summary": {…}}`, a finding a line."""
    yield f'{{"version": {VERSION}, "findings": ['
    separator = "\n"
    for finding in report:
        yield separator + _text(finding_values(finding))
        separator = ",\n"
    yield f'\n], "summary": {_text(summary_values(report))}}}\n'


def write_lines(report: Report) -> Iterator[str]:
    """One finding a line, without the totals."""
    for finding in report:
        yield _text(finding_values(finding)) + "\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
