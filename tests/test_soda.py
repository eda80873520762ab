"""SODA-A: told by content, read with exact places, edited number by number."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats import detect
from boxlint.formats.soda.edit import edit_record, removed_spans, wrapped
from boxlint.formats.soda.records import explain
from boxlint.formats.soda.sniff import sniff
from sample_data.makers.soda import CAR, SHIP, clean, item, page
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

NUMBERS = st.lists(st.floats(-50, 5000).map(lambda value: round(value, 2)), min_size=8, max_size=8)


def test_files_are_told_by_the_first_object(tmp_path):
    whole = page("a.jpg", [item(SHIP)])
    assert sniff(whole, "a.json")
    assert sniff(b"\xef\xbb\xbf" + whole, "a.json")
    assert not sniff(b'{"images": [], "annotations": [{"bbox": [1, 2, 3, 4]}], "categories": []}', "a.json")
    assert not sniff(b'[{"poly": [1, 2]}]', "a.json")
    path = tmp_path / "a.json"
    path.write_bytes(whole)
    assert getattr(detect(path), "name", None) == "soda"


def test_what_an_object_says():
    content = page("a.jpg", [item(SHIP), item([9] * 8, 9)], (640, 480))
    tables = read_content(content, "soda")
    assert [json.loads(record) for record in records(content, tables)] == [
        {"poly": SHIP, "category_id": 4},
        {"poly": [9] * 8, "category_id": 9},
    ]
    assert [tables.quads[name][0] for name in ("x1", "y1", "x4", "y4")] == [410, 1220.5, 407, 1232.5]
    assert tables.images["file_name"].at(0) == "a.jpg"
    assert (tables.images["width"][0], tables.images["height"][0]) == (640, 480)
    assert tables.annotations["is_target"].tolist() == [True, False]
    assert [row["category"] for row in seen(tables)] == ["ship", "ignore"]
    assert [tables.categories["id"].at(row) for row in range(6)] == [0, 1, 2, 3, 4, 9]


def test_cut_images_name_the_class_otherwise_and_have_no_size():
    tables = read_content(clean().files["cut/00001__800__0___0.json"], "soda")
    assert [tables.annotations["written_category_id"].at(row) for row in range(2)] == [2, 4]
    assert np.isnan(tables.images["width"][0])
    assert tables.images["file_name"].at(0) == "a"
    assert not tables.files["has_class_list"][0]


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        ("17", {"is_malformed": True}, "annotations[0]: expected an object, got 17"),
        ("null", {"is_malformed": True}, "annotations[0]: expected an object, got null"),
        ('{"category_id": 1}', {"missing_field": "poly"}, "annotations[0].poly: missing"),
        ('{"poly": [1,2,3,4,5,6,7,8]}', {"missing_field": "category_id"}, "annotations[0].category_id: missing"),
        (
            '{"poly": [1,2,3,4,5,6,7,8,9,10], "category_id": 1}',
            {"coordinate_count": 10},
            "annotations[0].poly: expected 8 numbers, got 10",
        ),
        (
            '{"poly": [1,2,3,4,5,6,true,8], "category_id": 1}',
            {"coordinates_not_numeric": True},
            "annotations[0].poly[6]: expected a number, got true",
        ),
        (
            '{"poly": "1,2", "category_id": 1}',
            {"coordinates_not_numeric": True},
            'annotations[0].poly: expected a list of 8 numbers, got "1,2"',
        ),
    ],
)
def test_faulty_objects_have_a_row(record, columns, problem):
    content = page("a.jpg", [record, item(CAR, 2)])
    tables = read_content(content, "soda")
    assert records(content, tables)[0].decode() == record
    for name, value in columns.items():
        column = tables.annotations[name]
        assert (column.at(0) if hasattr(column, "at") else column[0]) == value
    assert tables.annotations["problem"].at(0) == problem == explain(json.loads(record), "annotations[0]")
    assert tables.annotations["problem"].at(1) == ""
    assert 1 in tables.quads["annotation"]


@pytest.mark.parametrize(
    "content", [b"[1, 2]", b"{}", b'{"annotations": 3}', b'{"annotations": {}}', b'{"annotations": [', b""]
)
def test_odd_files_do_no_harm(content):
    tables = read_content(content, "soda")
    assert len(tables.annotations) == 0
    assert len(tables.files) == 1


def test_what_is_no_number_is_read_as_written():
    content = page("a.jpg", ['{"poly": [NaN, Infinity, 1e400, 4, 5, 6, 7, 8], "category_id": 1}'])
    quad = read_content(content, "soda").quads
    assert np.isnan(quad["x1"][0])
    assert np.isinf(quad["y1"][0])
    assert np.isinf(quad["x2"][0])


@given(NUMBERS, NUMBERS)
def test_corners_are_written_where_they_stand(before, after):
    record = json.dumps({"trunc": 0, "poly": before, "cat_id": 3}).encode()
    changed = edited(record, edit_record("annotation", record, {"quad": tuple(after)}))
    assert json.loads(changed) == {"trunc": 0, "poly": pytest.approx(after, abs=1e-9), "cat_id": 3}
    assert edit_record("annotation", changed, {"quad": tuple(after)}) == []
    assert edit_record("image", record, {"quad": tuple(after)}) == []


def test_no_corners_are_written_where_there_are_none():
    for record in (b'{"category_id": 1}', b"3", b'{"poly": [1, 2]}', b'{"poly": "12345678"}'):
        assert edit_record("annotation", record, {"quad": (1, 2, 3, 4, 5, 6, 7, 8)}) == []


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_removed_objects_leave_the_others_as_they_are(removed):
    content = page("a.jpg", [item([number] * 8, number) for number in range(len(removed))])
    tables = read_content(content, "soda")
    spans = removed_spans(content, tables.annotations["start"], tables.annotations["end"], np.array(removed))
    left = json.loads(without(content, spans))
    assert left["annotations"] == [
        {"poly": [number] * 8, "category_id": number} for number, gone in enumerate(removed) if not gone
    ]
    assert left["categories"]


def test_wrapped_records_are_read_again():
    content = page("a.jpg", [item(SHIP), "17", item(CAR, 2)])
    found = records(content, read_content(content, "soda"))
    assert records(wrapped(found), read_content(wrapped(found), "soda")) == found


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    source = Path(__file__).parent.parent / "sample_data" / "soda" / "dirty"
    outcome = fix_copy(source, tmp_path / "soda", max_drop=1.0)
    assert outcome.fixed["BX502"] == 1
    assert outcome.removed == 9


def test_another_reader_agrees():
    files = sorted((Path(__file__).parent.parent / "sample_data" / "soda" / "clean").rglob("*.json"))
    assert agreement(files, "soda") == (6, 6)
