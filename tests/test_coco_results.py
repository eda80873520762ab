"""COCO results: told by their scores, read by every road alike, and judged as detections."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.coco import annotations, lists, pieces
from boxlint.formats.coco_results.edit import edit_record, removed_spans, wrapped
from boxlint.formats.coco_results.sniff import sniff
from sample_data.makers.coco_results import clean, dirty
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_data" / "coco_results"
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
FORMAT = "coco-results"
RESULT = {"image_id": 1, "category_id": 18, "bbox": [10.5, 20, 30, 40], "score": 0.5}
NUMBERS = st.floats(-50, 5000).map(lambda value: round(value, 2))
WANTED = frozenset({"polygon", "mask", "keypoint", "annotation.unknown_field"})

JSON = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text("ab1", max_size=2) | st.just([])
FIELDS = {
    "image_id": st.integers(1, 3) | st.sampled_from(["a", "1"]) | JSON,
    "category_id": st.integers(0, 3) | JSON,
    "bbox": st.lists(NUMBERS | JSON, max_size=5) | JSON,
    "score": st.floats(0, 1) | JSON,
    "segmentation": st.just([[1, 2, 30, 4, 5, 60.5]]) | st.just({"size": [4, 4], "counts": [3, 5, 8]}) | JSON,
    "keypoints": st.lists(NUMBERS, max_size=6) | JSON,
    "area": st.just(3) | JSON,
    "iscrowd": st.just(0) | JSON,
}
RECORDS = st.fixed_dictionaries({}, optional=FIELDS) | JSON
SOUND = st.fixed_dictionaries(
    {
        "image_id": st.integers(1, 3),
        "category_id": st.integers(1, 3),
        "bbox": st.lists(NUMBERS, min_size=4, max_size=4),
        "score": st.floats(0, 1),
    }
)


def written(*results: Any) -> bytes:
    return json.dumps(results).encode()


def test_results_are_told_by_image_score_and_shape(tmp_path: Path) -> None:
    for content in clean().files.values():
        path = tmp_path / "a.json"
        path.write_bytes(content)
        assert getattr(detect(path), "name", None) == FORMAT
        path.write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
        assert getattr(detect(path), "name", None) == FORMAT
    whole = written(*[RESULT] * 9)
    assert [sniff(whole[:end], "a.json") for end in (90, 200, len(whole))] == [True, True, True]
    for end in range(len(whole)):
        sniff(whole[:end], "a.json")


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"[]",
        b"[1, 2]",
        b"{}",
        b'[{"image_id": 1, "caption": "a ship"}]',
        b'[{"image_id": 1, "segments_info": [{"id": 1, "category_id": 2, "bbox": [1, 2, 3, 4]}], "file_name": "a"}]',
        b'[{"question_id": 1, "answer": "a"}]',
        b'[{"image": "a.jpg", "annotations": [{"label": "a", "coordinates": {"x": 1}}]}]',
        b'[{"name": "a", "labels": [{"id": 1, "box2d": {}, "score": 0.5, "image_id": 1, "bbox": []}]}]',
        b'{"images": [], "annotations": [{"image_id": 1, "bbox": [1, 2, 3, 4], "score": 1}], "categories": []}',
    ],
)
def test_other_lists_are_not_taken(other: bytes) -> None:
    assert not sniff(other, "a.json")


def test_what_a_result_says() -> None:
    mask = {"size": [4, 4], "counts": [3, 5, 8]}
    masked = {"image_id": 1, "category_id": 2, "score": 1, "segmentation": mask}
    content = written(RESULT, {**RESULT, "image_id": "b", "score": 1e-3}, masked)
    tables = read_files([SourceFile(Path("a"), "a", FORMAT, content)], ReadOptions(wanted=WANTED))
    assert tables.annotations["score"].tolist() == [0.5, 0.001, 1]
    assert tables.annotations["is_result"].all()
    assert tables.annotations["image"].tolist() == [0, 1, 0]
    assert [tables.images["id"].at(row) for row in range(2)] == [1, "b"]
    assert [tables.categories["name"].at(row) for row in range(2)] == ["18", "2"]
    assert tables.annotations["category"].tolist() == [0, 0, 1]
    assert tables.boxes["x_max"].tolist() == [40.5, 40.5]
    assert (tables.masks["annotation"].tolist(), tables.masks["area"].tolist()) == ([2], [5])
    for name in ("area_is_missing", "iscrowd_is_missing", "lacks_box", "is_malformed"):
        assert not tables.annotations[name].any()
    assert np.isnan(tables.annotations["area"]).all()
    assert records(content, tables) == [json.dumps(row).encode() for row in json.loads(content)]


def roads(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What each road says of the results."""
    found = []
    for smallest, alike in ((1 << 30, True), (0, True), (0, False)):
        with monkeypatch.context() as patch:
            patch.setattr(lists, "SMALLEST", smallest)
            patch.setattr(pieces, "SIZE", 40)
            if not alike:
                patch.setattr(lists, "read_alike", lambda *_: None)
            tables = read_files([SourceFile(Path("a"), "a", FORMAT, content)], ReadOptions(wanted=WANTED))
            keys = [[tables[name]["id"].at(row) for row in range(len(tables[name]))] for name in ("image", "category")]
            found.append((seen(tables), keys, records(content, tables), len(tables.keypoints), len(tables.masks)))
    return found


@given(st.lists(RECORDS, max_size=6) | st.lists(SOUND, min_size=1, max_size=6), st.sampled_from([None, 1]))
@settings(deadline=None)
def test_every_road_says_the_same(results: list[Any], indent: int | None) -> None:
    content = json.dumps(results, indent=indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        first, *others = roads(content, patch)
    for other in others:
        assert other == first
    assert len(first[2]) == len(results)
    for piece, result in zip(first[2], results, strict=True):
        assert repr(json.loads(piece)) == repr(result)


def test_sound_results_need_no_care(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "read_carefully", None)
    for content in clean().files.values():
        if b"harbour" not in content:
            assert len(read_content(content, FORMAT).annotations)


@pytest.mark.parametrize(
    ("fields", "columns", "problem"),
    [
        ({"score": None}, {"missing_field": "score"}, "results[0].score: expected a number, got null"),
        ({"score": "0.5"}, {"is_malformed": True}, 'results[0].score: expected a number, got "0.5"'),
        ({"score": float("nan")}, {"is_malformed": True}, "results[0].score: expected a finite number, got NaN"),
        ({"bbox": [1, 2, 3]}, {"coordinate_count": 3}, "results[0].bbox: expected 4 numbers, got 3"),
        ({"bbox": None}, {"coordinates_not_numeric": True}, "results[0].bbox: expected 4 numbers, got null"),
        ({"category_id": None}, {"missing_field": "category_id"}, ""),
    ],
)
def test_faulty_results_have_a_row(fields: dict[str, Any], columns: dict[str, Any], problem: str) -> None:
    tables = read_content(written({**RESULT, **fields}, RESULT), FORMAT)
    for name, value in columns.items():
        column = tables.annotations[name]
        assert (column.at(0) if hasattr(column, "at") else column[0]) == value
    assert problem in tables.annotations["problem"].at(0)
    assert tables.annotations["problem"].at(1) == ""


@pytest.mark.parametrize(
    ("content", "count", "problem"),
    [
        (b'[{"image_id": 1, "score": 0.5}, {"image_id"', 1, "the file is cut off at line 1, column 44"),
        (b'[{"image_id": 1} {"image_id": 2}]', 2, "expected a comma"),
        (b"", 0, "the file is empty"),
        (b"{}", 0, "expected a list of results"),
        (b"3", 0, "expected a list of results"),
        (b'[{"image_id": 1}, {"image_id": 1 2}, {"image_id": 1}]', 3, "in results[1]"),
    ],
)
def test_broken_files_keep_what_can_be_told_apart(content: bytes, count: int, problem: str) -> None:
    tables = read_content(content, FORMAT)
    assert len(tables.annotations) == count
    assert tables.files["is_unreadable"][0]
    assert problem in tables.files["problem"].at(0)


@given(st.lists(NUMBERS, min_size=4, max_size=4), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_boxes_are_written_where_they_stand(box: list[float], corners: tuple[float, ...]) -> None:
    record = json.dumps({**RESULT, "bbox": box}).encode()
    changed = json.loads(edited(record, edit_record("annotation", record, {"box": corners})))
    x, y, width, height = changed["bbox"]
    assert (x, y, x + width, y + height) == pytest.approx(corners, abs=1e-9)
    assert {**changed, "bbox": 0} == {**RESULT, "bbox": 0}


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_removed_results_leave_the_others_as_they_are(removed: list[bool]) -> None:
    content = written(*[{**RESULT, "image_id": number} for number in range(len(removed))])
    tables = read_content(content, FORMAT)
    spans = removed_spans(content, tables.annotations["start"], tables.annotations["end"], np.array(removed))
    left = json.loads(without(content, spans))
    assert [result["image_id"] for result in left] == [number for number, gone in enumerate(removed) if not gone]


def test_wrapped_records_are_read_again() -> None:
    content = dirty().files["boxes.json"]
    found = records(content, read_content(content, FORMAT))
    assert records(wrapped(found), read_content(wrapped(found), FORMAT)) == found


def test_what_results_have_not_is_no_finding(tmp_path: Path) -> None:
    for name, content in clean().files.items():
        (tmp_path / name).write_bytes(content)
    report = boxlint.check([tmp_path], select=["ALL"], classes=["ship"], isolated=True)
    of_ground_truth = {"BX006", "BX011", "BX017", "BX018", "BX019", "BX020", "BX205", "BX401", "BX402", "BX608"}
    assert not {finding.code for finding in report} & of_ground_truth


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path: Path) -> None:
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "results", max_drop=1.0)
    assert outcome.removed > 5


def real_files() -> list[Path]:
    paths = Path(REAL_DATA).rglob("*.json") if REAL_DATA else []
    return [path for path in paths if "coco_results" in path.parts and getattr(detect(path), "name", "") == FORMAT]


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files_are_read_as_others_read_them() -> None:
    files = real_files()
    assert len(files) > 15
    total, agreeing = agreement(files, FORMAT)
    assert total == agreeing > 2000


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_real_files_are_fixed_and_nothing_else(path: Path, tmp_path: Path) -> None:
    fix_copy(path, tmp_path / path.name, select=["ALL"], max_drop=1.0)
