from __future__ import annotations

import io
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.frameworks import EFFECTS
from boxlint.report import Report
from boxlint.reports import concise, full, github, gitlab, junit, markdown, sarif, statistics
from boxlint.reports import json as json_report
from boxlint.reports.values import json_value, printable
from tests.dirty_dataset import annotation, coco, write_clean, write_dirty

SNAPSHOTS = Path(__file__).parent / "snapshots"

NULL_OR_INTEGER = {"type": ["integer", "null"]}
IDENTITY = {"type": ["integer", "string", "null"]}
LOCATION = {
    "type": ["object", "null"],
    "additionalProperties": False,
    "required": ["file", "line", "column", "start", "end", "pointer"],
    "properties": {
        "file": {"type": "string", "minLength": 1, "pattern": r"^[^\\]*$"},
        "line": {"type": ["integer", "null"], "minimum": 1},
        "column": {"type": ["integer", "null"], "minimum": 1},
        "start": {"type": ["integer", "null"], "minimum": 0},
        "end": {"type": ["integer", "null"], "minimum": 0},
        "pointer": {"type": ["string", "null"]},
    },
}
FINDING: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("code", "name", "severity", "message", "values", "table", "location", "image", "category", "annotation_id"),
        *("annotation_index", "related", "fix", "consequences", "fingerprint", "url"),
    ],
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{1,8}[0-9]{3,4}$"},
        "name": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "severity": {"enum": ["error", "warning"]},
        "message": {"type": "string", "minLength": 1},
        "values": {
            "type": "object",
            "additionalProperties": {"type": ["number", "string", "boolean", "null"]},
        },
        "table": {"type": "string"},
        "location": LOCATION,
        "image": {
            "type": ["object", "null"],
            "additionalProperties": False,
            "required": ["id", "file_name"],
            "properties": {"id": IDENTITY, "file_name": {"type": "string"}},
        },
        "category": {"type": ["string", "null"]},
        "annotation_id": IDENTITY,
        "annotation_index": {"type": ["integer", "null"], "minimum": 0},
        "related": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["location", "annotation_id"],
                "properties": {"location": LOCATION, "annotation_id": IDENTITY},
            },
        },
        "fix": {
            "type": ["object", "null"],
            "additionalProperties": False,
            "required": ["action", "safety"],
            "properties": {"action": {"type": "string"}, "safety": {"enum": ["safe", "unsafe", "display"]}},
        },
        "consequences": {"type": "object", "additionalProperties": {"type": "string"}},
        "fingerprint": {"type": "string", "minLength": 8},
        "url": {"type": "string", "minLength": 1},
    },
}
COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
TOLL = {
    "type": "object",
    "additionalProperties": False,
    "required": ["effect", "faults", "images", "annotations", "good_annotations"],
    "properties": {
        "effect": {"enum": list(EFFECTS)},
        **{name: {"type": "integer", "minimum": 0} for name in ("faults", "images", "annotations", "good_annotations")},
    },
}
UNUSED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["written", "problem", "location", "reason"],
    "properties": {
        **{name: {"type": "string"} for name in ("written", "problem")},
        "location": LOCATION,
        "reason": {"type": ["string", "null"]},
    },
}
SUMMARY = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("files", "skipped_files", "images", "annotations", "by_rule", "by_severity", "consequences", "seconds"),
        *("suppressed", "unused_suppressions", "baseline", "baselined", "stale", "exit_code", "boxlint_version"),
    ],
    "properties": {
        **{
            name: {"type": "integer", "minimum": 0}
            for name in ("files", "skipped_files", "images", "annotations", "suppressed", "baselined", "stale")
        },
        "unused_suppressions": {"type": "array", "items": UNUSED},
        "baseline": {"type": ["string", "null"]},
        "by_rule": COUNTS,
        "by_severity": {**COUNTS, "required": ["error", "warning"]},
        "consequences": {"type": "object", "additionalProperties": {"type": "array", "items": TOLL}},
        "seconds": {"type": "number", "minimum": 0},
        "exit_code": {"enum": [0, 1]},
        "boxlint_version": {"const": boxlint.__version__},
    },
}
DOCUMENT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "findings", "summary"],
    "properties": {"version": {"const": 1}, "findings": {"type": "array", "items": FINDING}, "summary": SUMMARY},
}


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    write_dirty(tmp_path / "data")
    return boxlint.check("data", isolated=True)


def refuse(name: str) -> Any:
    raise AssertionError(f"{name} is no strict JSON")


def document_of(report: Report) -> Any:
    return json.loads("".join(json_report.write(report)), parse_constant=refuse)


def assert_snapshot(name: str, text: str) -> None:
    """Compare with the file of that name; BOXLINT_UPDATE_SNAPSHOTS=1 writes it anew."""
    text = re.sub(r"in [\d.]+ s\.", "in TIME s.", text)
    text = re.sub(r'"seconds": [\d.e-]+', '"seconds": 0.0', text)
    file = SNAPSHOTS / name
    if os.environ.get("BOXLINT_UPDATE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_full_report(report: Report) -> None:
    assert_snapshot("full.txt", "".join(full.write(report, full.Layout(command="data"))))


def test_concise_report(report: Report) -> None:
    assert_snapshot("concise.txt", "".join(concise.write(report)))


def test_json_report(report: Report) -> None:
    assert_snapshot("report.json", "".join(json_report.write(report)))


@pytest.mark.parametrize(
    ("name", "writer"),
    [("report.sarif", sarif), ("github.txt", github), ("gitlab.json", gitlab), ("junit.xml", junit)],
)
def test_reports_for_other_programs(report: Report, name: str, writer: Any) -> None:
    assert_snapshot(name, "".join(writer.write(report)))


def test_markdown_report(report: Report) -> None:
    assert_snapshot("report.md", "".join(markdown.write(report, full.Layout(command="data"))))


def test_statistics(report: Report) -> None:
    assert_snapshot("statistics.txt", "".join(statistics.write(report)))


def test_clean_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_clean(tmp_path / "data")
    report = boxlint.check("data", isolated=True)
    assert_snapshot("clean.txt", "".join(full.write(report, full.Layout())))
    assert "".join(concise.write(report)) == "".join(json_report.write_lines(report)) == ""
    assert "".join(statistics.write(report)) == ""
    jsonschema.validate(document_of(report), DOCUMENT)


def test_json_is_strict_and_of_the_schema(report: Report) -> None:
    document = document_of(report)
    jsonschema.validate(document, DOCUMENT)
    assert document == report.to_dict()
    assert "NaN" in [value for finding in document["findings"] for value in finding["values"].values()]


def test_every_format_has_the_same_findings(report: Report) -> None:
    document = document_of(report)["findings"]
    assert len(document) == len(report) > 5
    assert [
        json.loads(line, parse_constant=refuse) for line in "".join(json_report.write_lines(report)).splitlines()
    ] == document
    for line, finding in zip(concise.write(report), document, strict=True):
        place = "{file}:{line}:{column}".format_map(finding["location"])
        assert line == f"{place}: {finding['code']} [{finding['severity']}] {finding['message']}\n"
    everything = "".join(full.write(report, full.Layout(examples=0)))
    assert everything.count("\n    --> ") == len(document)
    counts = Counter(finding["code"] for finding in document)
    assert report.summary.by_rule == counts == {row["code"]: row["count"] for row in statistics.rows(report)}
    assert sum(report.summary.by_severity.values()) == len(document)


def test_findings_stand_where_their_location_says(report: Report) -> None:
    for finding in report:
        location = finding.location
        assert location is not None
        data = Path(location.file).read_bytes()
        assert location.start is not None
        assert data.count(b"\n", 0, location.start) + 1 == location.line
        if finding.table in ("box", "annotation") and location.file.endswith(".json"):
            record = json.loads(data[location.start : location.end])
            assert record["id"] == finding.annotation_id


def test_places_that_are_found_part_by_part_are_the_same(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    together = list(report)
    monkeypatch.setattr("boxlint.descriptions._TOGETHER", 2)
    assert max(report.summary.by_rule.values()) > 2
    assert [(one.location, one.related, one.fingerprint) for one in report] == [
        (one.location, one.related, one.fingerprint) for one in together
    ]


def test_caps_hide_but_never_miscount(report: Report) -> None:
    text = "".join(full.write(report, full.Layout(examples=1, command="data")))
    code, count = Counter(finding.code for finding in report).most_common(1)[0]
    assert f"... {count - 1} more: boxlint check --select {code} --output-format concise data\n" in text
    assert text.splitlines()[-2:] == "".join(full.write(report, full.Layout(examples=0))).splitlines()[-2:]


def test_errors_come_first_then_the_most_frequent(report: Report) -> None:
    text = "".join(full.write(report, full.Layout()))
    titles = re.findall(r"^(error|warning) (\w+)", text, re.MULTILINE)
    counts = report.summary.by_rule
    assert titles == sorted(titles, key=lambda title: (title[0], -counts[title[1]], title[1]))
    assert {code for _, code in titles} == set(counts)


def test_errors_say_what_training_does(report: Report) -> None:
    blocks = "".join(full.write(report, full.Layout())).split("\n\n")[:-1]
    said = ("  training: ", "  worst known: ")
    assert all(any(words in block for words in said) for block in blocks if block.startswith("error"))


def test_a_one_line_file_has_byte_offsets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_dirty(tmp_path / "data", indent=None)
    report = boxlint.check("data/instances.json", select=["BX202"], isolated=True)
    text = "".join(full.write(report, full.Layout()))
    starts = [finding.location.start for finding in report if finding.location]
    assert len(starts) == 2
    for start in starts:
        assert f"--> data/instances.json, byte {start:,}\n" in text


def test_what_half_of_all_rows_do_is_said_once(tmp_path: Path) -> None:
    corners = [annotation(number, 1, [50 + number, 60, 40 - number, -20]) for number in range(1, 13)]
    (tmp_path / "a.json").write_text(json.dumps(coco(*corners)), encoding="utf-8")
    report = boxlint.check(tmp_path / "a.json", select=["BX102"], isolated=True)
    assert len(report) == 12
    text = "".join(full.write(report, full.Layout()))
    assert "This is 100% of the " in text


def test_colour_adds_nothing_but_colour(report: Report) -> None:
    plain = "".join(full.write(report, full.Layout()))
    colored = "".join(full.write(report, full.Layout(color=True)))
    assert plain != colored
    assert unstyle(colored) == plain
    assert "\x1b" not in plain


@given(width=st.integers(1, 200))
def test_prose_keeps_to_the_width(width: int) -> None:
    text = "Its overlap with every prediction is 0, so nothing is learnt. " * 3
    lines = list(full._prose(text, width))
    assert all(len(line.rstrip("\n")) <= width or len(line.split()) == 1 for line in lines)
    assert "".join(lines).split() == text.split()


def test_names_from_the_data_cannot_move_the_cursor(tmp_path: Path) -> None:
    document = coco(annotation(1, 1, [10, 20, 30, 0]))
    document = {**document, "images": [{**document["images"][0], "file_name": "a\x1b[2J\nb.jpg"}]}
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    report = boxlint.check(tmp_path, select=["BX101"], isolated=True)
    text = "".join(full.write(report, full.Layout()))
    assert r"image a\x1b[2J\nb.jpg, annotation 1" in text


@given(st.text())
def test_printable_text_is_one_line_and_keeps_what_can_be_shown(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert (shown == text) == text.isprintable()
    shown.encode("utf-8")


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.none(), st.text()))
def test_json_values_are_strict(value: Any) -> None:
    text = json.dumps(json_value(value), allow_nan=False)
    if isinstance(value, float) and json_value(value) != value:
        assert json.loads(text) in ("NaN", "Infinity", "-Infinity")
        assert float(json.loads(text)) == value or value != value  # noqa: PLR0124
    else:
        assert json.loads(text) == value


def test_a_lone_surrogate_does_not_break_the_stream(tmp_path: Path) -> None:
    document = coco(annotation(1, 1, [10, 20, 30, 0]))
    document = {**document, "images": [{**document["images"][0], "file_name": "\ud800.jpg"}]}
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    report = boxlint.check(tmp_path, select=["BX101"], isolated=True)
    stream = io.BytesIO()
    for piece in json_report.write(report):
        stream.write(piece.encode("utf-8", "replace"))
    assert json.loads(stream.getvalue())["summary"]["by_rule"] == {"BX101": 1}
