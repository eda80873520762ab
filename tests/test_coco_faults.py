"""Faulty COCO records and files: every fault has its columns, and nothing else is lost."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxlint.formats.coco import annotations as coco_annotations
from boxlint.formats.coco.records import explain
from boxlint.formats.text import read_source
from tests.coco_samples import IMAGE, LISTS, POLYGON, but, column, dataset, read_text


def test_literals_of_python_are_values(tmp_path: Path) -> None:
    text = json.dumps(dataset(but(bbox=[math.nan, 2, math.inf, -math.inf]), but(id=2, area=math.nan)))
    tables = read_text(tmp_path, text.replace('"info": {}', '"info": {"a": NaN}').replace("-Infinity", "-1e999"))
    assert column(tables, "file", "is_unreadable") == [False]
    assert column(tables, "annotation", "is_malformed") == [False, False]
    assert math.isnan(column(tables, "box", "x_min")[0])
    assert (column(tables, "box", "width")[0], column(tables, "box", "height")[0]) == (math.inf, -math.inf)
    assert column(tables, "annotation", "area_is_missing") == [False, True]
    assert column(tables, "annotation", "problem")[0].startswith(
        "annotations[0].bbox[0]: expected a finite number, got NaN"
    )


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        (7, {"is_malformed": True, "problem": "annotations[1]: expected an object, got 7"}),
        (None, {"is_malformed": True}),
        ([1], {"is_malformed": True, "problem": "annotations[1]: expected an object, got a list"}),
        (but(id=...), {"missing_field": "id", "problem": "annotations[1]: id is missing"}),
        (but(image_id=...), {"missing_field": "image_id"}),
        (but(image_id=None), {"missing_field": "image_id"}),
        (but(category_id=...), {"missing_field": "category_id"}),
        (but(bbox=...), {"missing_field": "bbox", "lacks_box": False}),
        (but(bbox=..., segmentation=[[]]), {"missing_field": "bbox", "has_mask": False}),
        (but(bbox=..., segmentation=POLYGON), {"missing_field": "", "lacks_box": True, "problem": ""}),
        (but(bbox=..., keypoints=[1, 2, 2]), {"missing_field": "", "lacks_box": True, "has_keypoints": True}),
        (but(bbox=None, segmentation=POLYGON), {"lacks_box": True, "missing_field": ""}),
        (but(bbox=None), {"coordinates_not_numeric": True, "lacks_box": False, "missing_field": ""}),
        (but(bbox=[]), {"coordinate_count": 0, "expected_coordinate_count": 4}),
        (but(bbox=[1, 2, 3]), {"coordinate_count": 3, "problem": "annotations[1].bbox: expected 4 numbers, got 3"}),
        (but(bbox=[1, 2, 3, 4, 5]), {"coordinate_count": 5, "expected_coordinate_count": 4}),
        (but(bbox="1 2 3 4"), {"coordinates_not_numeric": True}),
        (but(bbox=[1, "2", 3, 4]), {"coordinate_count": 4, "coordinates_not_numeric": True}),
        (but(bbox=[1, None, 3, 4]), {"coordinates_not_numeric": True}),
        (but(bbox=[1, True, 3, 4]), {"coordinates_not_numeric": True}),
        (but(bbox=[[1], 2, 3, 4]), {"coordinates_not_numeric": True}),
        (but(area=...), {"area_is_missing": True}),
        (but(area=None), {"area_is_missing": True}),
        (but(area="5"), {"area_is_missing": True}),
        (but(area=True), {"area_is_missing": True}),
        (but(area=0), {"area_is_missing": False, "area": 0}),
        (but(iscrowd=...), {"iscrowd_is_missing": True, "iscrowd_is_invalid": False}),
        (but(iscrowd=None), {"iscrowd_is_invalid": True, "iscrowd": False}),
        (but(iscrowd="0"), {"iscrowd_is_invalid": True, "iscrowd": False}),
        (but(iscrowd=2), {"iscrowd_is_invalid": True, "iscrowd": False, "is_target": True}),
        (but(iscrowd=10**30), {"iscrowd_is_invalid": True, "iscrowd": False}),
        (but(iscrowd=True), {"iscrowd_is_invalid": True, "iscrowd": True, "is_target": False}),
        (but(iscrowd="1"), {"iscrowd_is_invalid": True, "is_target": False}),
        (but(ignore=1), {"is_target": False, "iscrowd": False}),
        (but(ignore=0), {"is_target": True}),
        (but(segmentation={"size": [9, 9], "counts": "ab:c"}), {"has_mask": True}),
        (but(segmentation=[]), {"has_mask": False}),
        (but(segmentation=None), {"has_mask": False}),
        (but(keypoints=[]), {"has_keypoints": False}),
        (but(id="x1"), {"id": "x1", "id_type": "string"}),
        (but(id=2.0), {"id": 2, "id_type": "float"}),
        (but(id=10**40), {"id": str(10**40), "id_type": "integer"}),
        (but(image_id="1"), {"image": 0, "image_id_type": "string"}),
        (but(category_id=9), {"category": -1, "written_category_id": 9}),
    ],
    ids=repr,
)
def test_one_odd_record_among_sound_ones(tmp_path: Path, record: Any, columns: dict[str, Any]) -> None:
    tables = read_text(tmp_path, dataset(but(), record, but(id=3)))
    assert {name: column(tables, "annotation", name)[1] for name in columns} == columns
    assert column(tables, "annotation", "id")[0::2] == [1, 3]
    assert {0, 2} <= set(column(tables, "box", "annotation"))
    has_box = columns.get("coordinate_count", 4) == 4 and not columns.keys() & {"lacks_box", "coordinates_not_numeric"}
    if "is_malformed" not in columns and columns.get("missing_field") != "bbox":
        assert (1 in column(tables, "box", "annotation")) == has_box


def test_a_fault_sends_only_its_own_record_the_careful_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    careful = coco_annotations.read_carefully
    monkeypatch.setattr(
        coco_annotations, "read_carefully", lambda texts, dialect: taken.append(len(texts)) or careful(texts, dialect)
    )
    records = [but(id=number) for number in range(3000)]
    records[1234]["bbox"] = [1, 2, "3", 4]
    tables = read_text(tmp_path, dataset(*records))
    assert column(tables, "annotation", "id") == list(range(3000))
    assert np.flatnonzero(tables.annotations["coordinates_not_numeric"]).tolist() == [1234]
    assert len(tables.boxes) == 2999
    assert taken == [1]


@pytest.mark.parametrize(
    ("content", "problem", "start"),
    [
        ("", "the file is empty", 0),
        (" \n", "the file is empty", 0),
        ("[1]", "expected an object with images, annotations and categories, got a list at line 1, column 1", 0),
        ('{"images": [}', "expected a value", 12),
        ('{"images": []} {}', "more text after the end of the JSON value at line 1, column 16", 15),
        ('{"images": [], "annotations": [{"id" 1}]}', "expected a colon after the key in annotations[0]", 37),
    ],
)
def test_a_file_that_does_not_parse_says_where(tmp_path: Path, content: str, problem: str, start: int) -> None:
    tables = read_text(tmp_path, content)
    assert column(tables, "file", "is_unreadable") == [True]
    assert column(tables, "file", "problem")[0].startswith(problem)
    assert column(tables, "file", "problem_start") == [start]
    assert column(tables, "file", "missing_list") == [""]


def test_of_a_truncated_file_every_whole_record_is_read(tmp_path: Path) -> None:
    text = json.dumps(dataset(*(but(id=number, segmentation=POLYGON) for number in range(5))))
    cut = text.index('"id": 3, "image_id"') + 30
    tables = read_text(tmp_path, text[:cut])
    assert column(tables, "annotation", "id") == [0, 1, 2]
    assert len(tables.boxes) == 3
    assert column(tables, "image", "id") == [1]
    assert column(tables, "file", "is_unreadable") == [True]
    assert column(tables, "file", "problem")[0].startswith("the file is cut off")


def test_a_syntax_error_costs_one_record(tmp_path: Path) -> None:
    text = json.dumps(dataset(*(but(id=number) for number in range(5)))).replace(
        '"id": 2, "image_id": 1', '"id": 2 "image_id": 1'
    )
    tables = read_text(tmp_path, text)
    assert column(tables, "annotation", "id") == [0, 1, None, 3, 4]
    assert column(tables, "annotation", "is_malformed") == [False, False, True, False, False]
    assert column(tables, "annotation", "problem")[2] == "annotations[2]: expected a comma or a closing bracket"
    assert column(tables, "file", "is_unreadable") == [True]
    assert column(tables, "category", "name") == ["ship"]


@pytest.mark.parametrize(
    ("value", "words"),
    [({"a": []}, "an object"), (None, "null"), (5, "a number"), ("x", "a text"), (True, "a boolean")],
)
def test_what_stands_in_place_of_a_list(tmp_path: Path, value: Any, words: str) -> None:
    tables = read_text(tmp_path, dataset(annotations=value))
    assert column(tables, "file", "missing_list") == ["annotations"]
    assert column(tables, "file", "problem")[0].startswith(f"annotations: expected a list, got {words} at line 1")
    assert column(tables, "file", "is_unreadable") == [False]
    assert (len(tables.images), len(tables.annotations)) == (1, 0)


def test_every_fault_of_a_record_is_named() -> None:
    record = {"id": True, "image_id": 1, "bbox": [1, "2", 3], "area": "x", "iscrowd": 3}
    assert explain("annotations", 17, record).split("; ") == [
        "annotations[17].bbox: expected 4 numbers, got 3",
        "annotations[17].id: expected an integer or a text, got true",
        "annotations[17]: category_id is missing",
        'annotations[17].bbox[1]: expected a number, got "2"',
        'annotations[17].area: expected a number, got "x"',
        "annotations[17].iscrowd: expected 0 or 1, got 3",
    ]


TOKENS = b'{ } [ ] " , : NaN -Infinity 1e999 null true \\ \xff "id":1, 9999999999999999999999 "12" \\ud800 \0 - 0 [[[['
FRAGMENTS = st.sampled_from([*TOKENS.split(), b"\n", b" ", b'"bbox":[1],', b'"annotations":['])
EDITS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 40), FRAGMENTS | st.just(b"")), max_size=3)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, st.sampled_from([None, 1]))
def test_broken_text_never_raises_and_spans_are_records(tmp_path: Path, edits: Any, indent: Any) -> None:
    sound = dataset(but(segmentation=POLYGON), but(id=2, bbox=[1, math.nan, 3, 4]), but(id=3, note='a"{\\u'))
    data = json.dumps(sound, indent=indent).encode()
    for position, length, fragment in edits:
        data = data[:position] + fragment + data[position + length :]
    tables = read_text(tmp_path, data, wanted=frozenset({"annotation.unknown_field", "keypoint"}))
    text = bytes(read_source(tmp_path / "annotations.json").data).decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    assert column(tables, "file", "is_unreadable") == [not isinstance(value, dict)]
    for table, member in LISTS:
        spans = zip(column(tables, table, "start"), column(tables, table, "end"), strict=True)
        records = [text.encode()[start:end].decode("utf-8", "replace") for start, end in spans]
        ids = ("id", "image_id", "category_id") if table == "annotation" else ("id",)
        assert column(tables, table, "is_malformed") == [is_malformed(parsed(record), ids) for record in records]
        if isinstance(value, dict):
            expected = value.get(member) if isinstance(value.get(member), list) else []
            assert [json.dumps(parsed(record)) for record in records] == [json.dumps(item) for item in expected]


def is_malformed(value: Any, ids: tuple[str, ...]) -> bool:
    """Whether a record is no object, or has an id that can be none."""
    written = [value.get(name) for name in ids] if isinstance(value, dict) else []
    is_odd = any(isinstance(each, (bool, list, dict)) for each in written)
    return not written or is_odd or any(isinstance(each, int) and not -(2**63) <= each < 2**63 for each in written)


def parsed(record: str) -> Any:
    try:
        return json.loads(record)
    except ValueError:
        return ...


@pytest.mark.parametrize("written", [True, [7], {}, 2**63, -(2**63) - 1, 10**30])
def test_what_can_be_no_id_makes_a_record_malformed(tmp_path: Path, written: Any) -> None:
    records = [but(id=written), but(id=2, image_id=written), but(id=3)]
    tables = read_text(tmp_path, dataset(*records, images=[IMAGE, {**IMAGE, "id": written}]))
    assert column(tables, "annotation", "is_malformed") == [True, True, False]
    assert column(tables, "image", "is_malformed") == [False, True]
    assert "expected an integer" in column(tables, "annotation", "problem")[0]


def test_a_record_that_is_not_closed_leaves_the_next_one_alone(tmp_path: Path) -> None:
    text = json.dumps(dataset(but(), but(id=2), but(id=3, bbox=[27, 1, 0, 5]), but(id=4)))
    broken = text.replace('"iscrowd": 0}, {"id": 3', '"iscrowd": 0, {"id": 3')
    assert broken != text
    tables = read_text(tmp_path, broken)
    assert column(tables, "annotation", "is_malformed") == [False, True, False, False]
    assert column(tables, "box", "x_min") == [1, 27, 1]


@pytest.mark.parametrize("ending", [b', "annotations"', b'"annotations"', b' "annotations"'])
def test_a_list_that_is_not_closed_does_not_swallow_the_next(tmp_path: Path, ending: bytes) -> None:
    text = json.dumps(dataset(but(), but(id=2))).encode()
    broken = text.replace(b'], "annotations"', ending)
    assert broken != text
    tables = read_text(tmp_path, broken)
    assert column(tables, "file", "is_unreadable") == [True]
    assert column(tables, "image", "missing_field") == [""]
    assert (len(tables.annotations), len(tables.boxes), len(tables.categories)) == (2, 2, 1)
