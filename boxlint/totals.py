"""The totals of a run, and what it exits with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxlint.frameworks.tolls import tolls
from boxlint.report import Summary

if TYPE_CHECKING:
    from boxlint.discovery import Discovery
    from boxlint.findings import Findings
    from boxlint.settings import Settings


def exit_code_of(findings: Findings, settings: Settings) -> int:
    """1 where there are findings at or above a severity or, if that is strict, suppressions that do nothing, else 0."""
    is_found = any(settings.fail_on == "warning" or hits.severity == "error" for hits in findings.hits)
    return int(is_found or (settings.strict and bool(findings.suppressed.unused)))


def summarize(
    findings: Findings, found: Discovery, *, baseline: str | None, stale: int, seconds: float, exit_code: int
) -> Summary:
    """The totals of a run."""
    tables = findings.tables
    by_rule: dict[str, int] = {}
    by_severity = {"error": 0, "warning": 0}
    for hits in findings.hits:
        by_rule[hits.rule.code] = by_rule.get(hits.rule.code, 0) + len(hits)
        by_severity[hits.severity] += len(hits)
    return Summary(
        files=len(found.files),
        skipped_files=len(found.skipped),
        images=len(tables.images),
        annotations=len(tables.annotations),
        by_rule=dict(sorted(by_rule.items())),
        by_severity=by_severity,
        suppressed=findings.suppressed.count,
        tolls={
            framework.name: tuple(tolls(findings, framework))
            for framework in findings.forecast.chosen
            if not set(tables.files["format"].values).isdisjoint(framework.reads)
        },
        baseline=baseline,
        baselined=sum(map(len, findings.baselined)),
        stale=stale,
        seconds=round(seconds, 3),
        exit_code=exit_code,
    )
