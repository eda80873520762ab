"""The Code Quality report of GitLab: a JSON list, a finding a line, none left out.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from boxlint.descriptions import Finding
from boxlint.report import Report
from boxlint.reports.subjects import sentence
from boxlint.reports.values import json_text, some_file

_SEVERITIES: Final = {"error": "major", "warning": "minor"}


def write(report: Report) -> Iterator[str]:
    """The list. GitLab wants a path of each entry: a finding about no one file has that of the first."""
    elsewhere = some_file(report)
    yield "["
    separator = "\n"
    for finding in report:
        yield separator + json_text(_entry(finding, elsewhere))
        separator = ",\n"
    yield "\n]\n"


def _entry(finding: Finding, elsewhere: str) -> dict[str, Any]:
    location = finding.location
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.name}: {sentence(finding)}",
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": finding.fingerprint,
        "location": {
            "path": elsewhere if location is None else location.file,
            "lines": {"begin": 1 if location is None else location.line or 1},
        },
    }
