"""The statistics: count, code, fixability and name of each rule that hits, most findings first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from boxlint.report import Report


def rows(report: Report) -> list[dict[str, Any]]:
    """A rule that hits, each: count, code, name, severity and fix."""
    found: dict[str, dict[str, Any]] = {}
    for hits in report.findings.hits:
        rule = hits.rule
        row = found.setdefault(
            rule.code,
            {
                "count": 0,
                "code": rule.code,
                "name": rule.name,
                "severity": hits.severity,
                "fix": rule.fixing or None,
            },
        )
        row["count"] += len(hits)
    return sorted(found.values(), key=lambda row: (-row["count"], row["code"]))


def write(report: Report) -> Iterator[str]:
    """Aligned columns, a rule a line."""
    table = [
        (
            f"{row['count']:,}",
            row["code"],
            row["fix"] or "-",
            row["name"],
        )
        for row in rows(report)
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for count, code, fix, name in table:
        yield f"{count:>{widths[0]}}  {code:<{widths[1]}}  {fix:<{widths[2]}}  {name}\n"


def write_json(report: Report) -> Iterator[str]:
    """The same as one JSON list."""
    yield json.dumps(rows(report), indent=2) + "\n"


def write_json_lines(report: Report) -> Iterator[str]:
    """The same as one JSON object a line."""
    for row in rows(report):
        yield json.dumps(row) + "\n"
