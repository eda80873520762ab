"""Findings as plain values: for JSON, and as text that no terminal misreads."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from boxlint.descriptions import Finding, Related
    from boxlint.places import Location
    from boxlint.report import Report

VERSION: Final = 1
"""Of the JSON report. It grows when a key changes its meaning or goes; new keys may come without."""


def finding_values(finding: Finding) -> dict[str, Any]:
    """A finding as the JSON object that every machine format shows."""
    image, fix = finding.image, finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "values": {name: json_value(value) for name, value in finding.values.items()},
        "table": finding.table,
        "location": _location_values(finding.location),
        "image": None if image is None else {"id": json_value(image.id), "file_name": image.file_name},
        "category": finding.category,
        "annotation_id": json_value(finding.annotation_id),
        "annotation_index": finding.annotation_index,
        "related": [_related_values(related) for related in finding.related],
        "fix": None if fix is None else {"action": fix.action, "safety": fix.safety},
        "consequences": dict(finding.consequences),
        "fingerprint": finding.fingerprint,
        "url": finding.url,
    }


def summary_values(report: Report) -> dict[str, Any]:
    """The totals of a run, with the suppressions that do nothing."""
    unused = [
        {
            "written": each.written,
            "problem": each.problem,
            "location": _location_values(each.location),
            "reason": each.reason or None,
        }
        for each in report.unused_suppressions
    ]
    return {**report.summary.to_dict(), "unused_suppressions": unused}


def _location_values(location: Location | None) -> dict[str, Any] | None:
    if location is None:
        return None
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "start": location.start,
        "end": location.end,
        "pointer": location.pointer,
    }


def _related_values(related: Related) -> dict[str, Any]:
    return {
        "location": _location_values(related.location),
        "annotation_id": json_value(related.annotation_id),
    }


def json_text(value: Any) -> str:
    """A value as strict JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def some_file(report: Report) -> str:
    """The path of a checked file, for formats that want one of findings about no one file."""
    paths = report.tables.files["path"]
    return str(paths.at(0)) if len(paths) else "."


def json_value(value: Any) -> Any:
    """A value as strict JSON has it: floats that are not finite become "NaN", "Infinity" or "-Infinity"."""
    if not isinstance(value, float) or isfinite(value):
        return value
    if value != value:  # noqa: PLR0124
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def printable(text: str) -> str:
    """Text from a dataset on one line of a terminal: what is not printable (escape sequences, line ends) is escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
