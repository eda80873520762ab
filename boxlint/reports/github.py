"""Annotations for GitHub Actions: workflow commands, which its log turns into notes at the lines of a change.

GitHub takes ten errors, ten warnings and ten notices of a step, 50 annotations of a job, and drops the others without
a word (https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from boxlint.descriptions import Finding
from boxlint.report import Report
from boxlint.reports.full import closing
from boxlint.reports.shares import fair_shares, left_out, listed
from boxlint.reports.subjects import sentence
from boxlint.reports.values import printable
from boxlint.reports.widths import shortened

SHOWN: Final = 10
"""Annotations of a kind."""
_COMMAND: Final = re.compile(r"^\s*:(?=:)|##(?=\[)", re.MULTILINE)
"""What the runner takes for a command: two colons first but for blanks, or the older `##[` wherever it stands."""
_LONGEST: Final = 2000
"""Columns of a message: GitHub takes 64 KB, and a class name may have a million letters."""


def write(report: Report) -> Iterator[str]:
    """Ten errors and ten warnings at most, some of each rule; a notice that counts those not shown; the totals."""
    for severity in ("error", "warning"):
        hits = [part for part in report.findings.hits if part.severity == severity]
        shares = fair_shares([len(part) for part in hits], SHOWN)
        chosen = [(part, range(share)) for part, share in zip(hits, shares)]
        for finding in chain.from_iterable(findings for _, findings in report.findings.described(chosen)):
            yield _annotation(finding)
        left = left_out(hits, shares)
        if left:
            total = report.summary.by_severity[severity]
            told = f"{sum(shares):,} of {total:,} {severity}s are shown. Not shown: {listed(left)}."
            yield _command("notice", {"title": f"boxlint: {sum(left.values()):,} more {severity}s"}, told)
    # the totals name files and entries, which may be called as commands are
    yield from (_COMMAND.sub(r"\g<0> ", line) for line in closing(report))


def _annotation(finding: Finding) -> str:
    properties: dict[str, str | int | None] = {}
    if finding.location is not None:
        place = finding.location
        properties = {"file": printable(place.file), "line": place.line, "col": place.column}
    properties["title"] = f"{finding.code} {finding.name}"
    return _command(finding.severity, properties, shortened(sentence(finding), _LONGEST))


def _command(kind: str, properties: dict[str, str | int | None], message: str) -> str:
    told = ",".join(f"{name}={_escaped(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{kind} {told}::{_escaped_data(message)}\n"


def _escaped_data(text: str) -> str:
    """Text after the second `::`, as https://github.com/actions/toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(text: str) -> str:
    """The value of a property."""
    return _escaped_data(text).replace(":", "%3A").replace(",", "%2C")
