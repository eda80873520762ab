"""SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

GitHub stores 5,000 results of a run and refuses more than 25,000, so this report has 5,000 at most, of which the last
says what the others leave out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from boxlint import __version__
from boxlint.descriptions import Finding, Related
from boxlint.places import Location
from boxlint.report import Report
from boxlint.reports.sarif_rules import descriptors
from boxlint.reports.shares import errors_first, left_out, listed
from boxlint.reports.subjects import annotation_name, image_name, sentence
from boxlint.reports.values import json_value, printable, some_file

SHOWN: Final = 5000
"""Results, the closing one among them."""
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT: Final = "%SRCROOT%"
"""What relative paths are relative to: the working directory of the run, which SARIF leaves to the reader."""
_LEFT_OUT: Final = "boxlint-left-out"


def write(report: Report) -> Iterator[str]:
    """One run as compact JSON, a result a line: errors first, and of each rule some."""
    hits = report.findings.hits
    shares = errors_first(hits, SHOWN if len(report) <= SHOWN else SHOWN - 1)
    left = left_out(hits, shares)
    chosen = [(part, range(share)) for part, share in zip(hits, shares) if share]
    rules = descriptors(report.findings, [part for part, _ in chosen])
    listing = [*rules.values(), *([_LEFT_OUT_RULE] if left else [])]
    yield f'{{"$schema":{_text(SCHEMA)},"version":"2.1.0","runs":[{{"tool":{_text(_tool(listing))},'
    yield f'"invocations":[{_text(_invocation(report))}],"columnKind":"unicodeCodePoints",'
    yield f'"originalUriBaseIds":{_text({ROOT: {"description": {"text": "The working directory of the run."}}})},'
    yield '"results":['
    numbers = {code: number for number, code in enumerate(rules)}
    separator = "\n"
    for finding in chain.from_iterable(findings for _, findings in report.findings.described(chosen)):
        yield separator + _text(_result(finding, numbers[finding.code], some_file(report)))
        separator = ",\n"
    if left:
        yield separator + _text(_closing(report, shares, left, len(rules)))
    yield "\n]}]}\n"


def _tool(rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"driver": {"name": "boxlint", "version": __version__, "rules": rules}}


def _invocation(report: Report) -> dict[str, Any]:
    return {"executionSuccessful": True, "exitCode": report.summary.exit_code}


def _result(finding: Finding, number: int, elsewhere: str) -> dict[str, Any]:
    place = finding.location or Location(elsewhere)
    logical = _logical_locations(finding)
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": finding.severity,
        "message": {"text": plain(sentence(finding))},
        # GitHub wants one of each result
        "locations": [{**_physical(place), **({"logicalLocations": logical} if logical else {})}],
        **_related(finding.related),
        "partialFingerprints": {"boxlintFingerprint/v1": finding.fingerprint},
        "properties": {
            "pointer": place.pointer,
            "category": finding.category,
            "values": {name: json_value(value) for name, value in finding.values.items()},
            "fix": None if finding.fix is None else {"action": finding.fix.action, "safety": finding.fix.safety},
            "consequences": dict(finding.consequences),
        },
    }


def _physical(place: Location) -> dict[str, Any]:
    """The place in its file; a region says line and column, and the bytes of the record."""
    region = {"startLine": place.line, "startColumn": None if place.line is None else place.column}
    if place.start is not None and place.end is not None:
        region |= {"byteOffset": place.start, "byteLength": place.end - place.start}
    known = {name: value for name, value in region.items() if value is not None}
    # GitHub wants a line of whole files too
    return {"physicalLocation": {"artifactLocation": _artifact(place.file), "region": known or {"startLine": 1}}}


def _artifact(file: str) -> dict[str, str]:
    """A file by the bytes of its name; relative ones with their base."""
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(os.fsencode(file), safe="/"), "uriBaseId": ROOT}


def _logical_locations(finding: Finding) -> list[dict[str, str]]:
    """The image, and the annotation in it."""
    image, annotation = image_name(finding), annotation_name(finding)
    named = [("image", image, image)] if image else []
    if annotation:
        named.append(("annotation", annotation, f"{image}/{annotation}" if image else annotation))
    return [{"name": name, "fullyQualifiedName": full, "kind": kind} for kind, name, full in named]


def _related(related: Sequence[Related]) -> dict[str, Any]:
    """The other records that the finding names."""
    places = [
        {"id": number, "message": {"text": f"earlier: {_named(other)}"}, **_physical(other.location)}
        for number, other in enumerate(related, 1)
        if other.location is not None
    ]
    return {"relatedLocations": places} if places else {}


def _named(other: Related) -> str:
    named = "the record" if other.annotation_id is None else f"annotation {printable(str(other.annotation_id))}"
    return plain(named)


def plain(text: str) -> str:
    """Text in which SARIF sees neither a placeholder, `{0}`, nor a link, `[text](address)` (§3.11.5 and 6)."""
    text = re.sub(r"\{(\d+)\}", r"{{\1}}", text)
    return re.sub(r"\[(?=[^\]]*\]\()", r"\\[", text)


def _closing(report: Report, shares: Sequence[int], left: Mapping[str, int], number: int) -> dict[str, Any]:
    """The result that says what the others leave out."""
    cut = {part.severity for part, share in zip(report.findings.hits, shares) if len(part) > share}
    told = f"{sum(left.values()):,} of {len(report):,} findings are left out: code scanning takes {SHOWN:,} results."
    return {
        "ruleId": _LEFT_OUT,
        "ruleIndex": number,
        "level": "error" if "error" in cut else "warning",
        "message": {"text": f"{told} Left out: {listed(left)}."},
        "locations": [_physical(Location(some_file(report)))],
        "partialFingerprints": {"boxlintFingerprint/v1": _LEFT_OUT},
        "properties": {"leftOut": dict(left)},
    }


_LEFT_OUT_RULE: Final = {
    "id": _LEFT_OUT,
    "name": "findings-left-out",
    "shortDescription": {"text": "There are more findings than fit into this report."},
    "help": {"text": "The other formats of boxlint have all: boxlint check --output-format jsonl"},
    "defaultConfiguration": {"level": "warning"},
}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
