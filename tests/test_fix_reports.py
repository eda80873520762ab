from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

import boxlint
from boxlint.edits import Edit
from boxlint.repair.outcome import FileRepair, LeftAlone, Outcome
from boxlint.report import Report
from boxlint.reports import fixes
from tests.dirty_dataset import write_dirty

NAMES = {"BX013": "invalid-iscrowd", "BX101": "zero-area-box", "BX102": "reversed-box"}

DOCUMENT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "edits", "left_alone", "emptied", "deleted", "summary"],
    "properties": {
        "version": {"const": 1},
        "edits": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rule", "rules", "file", "record", "start", "end", "before", "after"],
                "properties": {
                    "rule": {"type": ["string", "null"]},
                    "rules": {"type": "array", "items": {"type": "string"}},
                    **{name: {"type": "string"} for name in ("file", "record", "before", "after")},
                    **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
                },
            },
        },
        "left_alone": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "reason"],
                "properties": {"path": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
        "emptied": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "deleted": {"type": "array", "items": {"type": "string"}},
        "summary": {
            "type": "object",
            "additionalProperties": False,
            "required": ["written", "files", "edits", "fixed", "left", "boxlint_version"],
            "properties": {
                "written": {"type": "boolean"},
                "files": {"type": "integer"},
                "edits": {"type": "integer"},
                "removed_annotations": {"type": "integer"},
                "fixed": {"type": "object", "additionalProperties": {"type": "integer"}},
                "left": {"type": "object", "additionalProperties": {"type": "integer"}},
                "boxlint_version": {"const": boxlint.__version__},
            },
        },
    },
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("dirty")
    write_dirty(folder)
    return boxlint.check(folder, isolated=True)


def repair(shown: str, fixed: Mapping[str, int], encoding: str = "utf-8", edits: Sequence[Edit] = ()) -> FileRepair:
    return FileRepair(
        path=Path(shown),
        shown=shown,
        stamp=None,
        encoding=encoding,
        edits=tuple(edits),
        before=("-60",) * len(edits),
        labels=("annotation 918",) * len(edits),
        removed=0,
        fixed=fixed,
    )


def outcome(report: Report, *repairs: FileRepair, **given: Any) -> Outcome:
    values = {"left_alone": (), "emptied": {}, "deleted": (), "written": True, "exit_code": 0}
    return Outcome(repairs=repairs, report=report, **{**values, **given})


MORE = "7 more have an unsafe fix (--unsafe-fixes).\n"


def test_summary_counts_findings_files_and_rules(report: Report) -> None:
    repairs = repair("a.xml", {"BX101": 2, "BX013": 1}), repair("b.xml", {"BX101": 1_200})
    assert list(fixes.summary(outcome(report, *repairs))) == [
        "Fixed 1,203 findings in 2 files: 1,202 BX101, 1 BX013.\n"
    ]
    dry = outcome(report, repair("a.xml", {"BX102": 1}), written=False)
    assert list(fixes.summary(dry)) == ["Would fix 1 finding in 1 file: 1 BX102.\n", MORE]


def test_summary_of_many_rules_names_the_most_frequent(report: Report) -> None:
    (line,) = fixes.summary(outcome(report, repair("a.xml", {f"BX{number:03}": number for number in range(1, 9)})))
    assert line.endswith("6 BX006, 5 BX005, 4 BX004, 3 BX003, 3 by 2 other rules.\n")


@pytest.mark.parametrize(("written", "line"), [(True, "Fixed nothing.\n"), (False, "Would fix nothing.\n")])
def test_summary_says_that_nothing_was_fixed(report: Report, written: bool, line: str) -> None:
    assert list(fixes.summary(outcome(report, written=written))) == [line, *([] if written else [MORE])]


def test_summary_gives_the_reason_for_each_file_left_alone(report: Report) -> None:
    left_alone = tuple(LeftAlone(f"{number}.json", "it does not parse") for number in range(12))
    lines = list(fixes.summary(outcome(report, left_alone=left_alone)))
    assert lines[1] == "Left alone: 0.json: it does not parse\n"
    assert lines[-1] == "Left alone: 2 more\n"
    assert len(lines) == 12


def test_summary_lists_images_that_lost_all_annotations(report: Report) -> None:
    one = outcome(report, emptied={"train.json": ("a.jpg",)}, written=False)
    assert list(fixes.summary(one))[1:] == [MORE, "1 image would lose all its annotations: a.jpg\n"]
    several = {f"{number}.xml": (f"{number}.jpg",) for number in range(7)}
    lines = list(fixes.summary(outcome(report, emptied=several, deleted=tuple(several))))
    assert lines[1].startswith("7 images lost all their annotations: 0.jpg (0.xml), 1.jpg (1.xml)")
    assert lines[1].endswith("4.jpg (4.xml) and 2 more\n")
    assert lines[2] == "Deleted 7 annotation files: 0.xml, 1.xml, 2.xml, 3.xml, 4.xml and 2 more\n"


def test_no_name_of_a_dataset_reaches_the_terminal_raw(report: Report) -> None:
    bad = "\x1b[31m\n.xml"
    done = outcome(
        report,
        repair(bad, {"BX101": 1}),
        left_alone=(LeftAlone(bad, bad),),
        emptied={bad: (bad,), "b": (bad,)},
        deleted=(bad,),
    )
    lines = [*fixes.summary(done), *fixes.show_fixes(done, NAMES)]
    assert not [line for line in lines if "\x1b" in line or "\n" in line[:-1]]


def test_show_fixes_reads_as_that_of_ruff(report: Report) -> None:
    done = outcome(
        report, repair("a.xml", {"BX013": 1, "BX101": 12}), repair("b.xml", {}), repair("c.xml", {"BX102": 2})
    )
    assert "".join(fixes.show_fixes(done, NAMES)) == (
        "Fixed 15 findings:\n"
        "- a.xml:\n"
        "    12 × BX101 (zero-area-box)\n"
        "     1 × BX013 (invalid-iscrowd)\n"
        "- c.xml:\n"
        "    2 × BX102 (reversed-box)\n"
    )
    assert list(fixes.show_fixes(outcome(report), NAMES)) == []


def test_counts_are_aligned_a_rule_a_line(report: Report) -> None:
    planned = outcome(report, repair("a.xml", {"BX013": 3}), repair("b.xml", {"BX101": 1_204}), written=False)
    assert "".join(fixes.counts(planned, NAMES)) == "1,204  BX101  zero-area-box\n    3  BX013  invalid-iscrowd\n"
    assert list(fixes.counts(outcome(report, written=False), NAMES)) == []


def test_json_has_every_edit_and_what_became_of_the_rest(report: Report) -> None:
    edits = [Edit(10, 13, b"60", ("BX102", "BX013")), Edit(20, 23, "é\udcff".encode("utf-8", "surrogateescape"))]
    wide = [Edit(4, 6, "飞".encode("utf-16-le"), ("BX101",))]
    done = outcome(
        report,
        repair("a.json", {"BX102": 1}, edits=edits),
        repair("b.xml", {"BX101": 1}, "utf-16-le", wide),
        left_alone=(LeftAlone("c.json", "it does not parse"),),
        emptied={"a.json": ("1.jpg",)},
        deleted=("b.xml",),
    )
    text = "".join(fixes.write_json(done))
    document = json.loads(text)
    jsonschema.validate(document, DOCUMENT)
    assert document["edits"][0] == {
        "rule": "BX102",
        "rules": ["BX102", "BX013"],
        "file": "a.json",
        "record": "annotation 918",
        "start": 10,
        "end": 13,
        "before": "-60",
        "after": "60",
    }
    assert document["edits"][1]["rule"] is None
    assert [edit["after"] for edit in document["edits"][1:]] == ["é\ufffd", "飞"]
    assert document["left_alone"] == [{"path": "c.json", "reason": "it does not parse"}]
    assert document["emptied"] == {"a.json": ["1.jpg"]}
    assert document["summary"]["fixed"] == {"BX101": 1, "BX102": 1}
    assert (document["summary"]["files"], document["summary"]["edits"]) == (2, 3)
    assert document["summary"]["left"] == report.summary.by_rule
    assert len(text.splitlines()) == 5


def test_json_of_a_removed_byte_order_mark_shows_it(report: Report) -> None:
    marked = repair("a.json", {"BX007": 1}, "utf-8-sig", [Edit(0, 3, b"\xef\xbb\xbf", ("BX007",))])
    document = json.loads("".join(fixes.write_json(outcome(report, marked))))
    assert document["edits"][0]["after"] == "\ufeff"


def test_json_of_a_run_without_edits_is_complete(report: Report) -> None:
    document = json.loads("".join(fixes.write_json(outcome(report, written=False))))
    jsonschema.validate(document, DOCUMENT)
    assert document["edits"] == []
    assert document["summary"]["written"] is False


def test_json_is_streamed_edit_by_edit(report: Report) -> None:
    edits = [Edit(number, number + 1, b"x") for number in range(1_000)]
    pieces = list(fixes.write_json(outcome(report, repair("a.json", {}, edits=edits))))
    assert len(pieces) > 1_000
