"""ODGT: told by content, read line by line with exact places, edited number by number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import boxlint
from boxlint.formats import detect
from boxlint.formats.odgt.edit import edit_record, removed_spans, wrapped
from boxlint.formats.odgt.sniff import sniff
from boxlint.records import odgt as models  # type: ignore[attr-defined]
from sample_data.makers.odgt import clean, dirty, line, mask, person
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_data" / "odgt"
CONTENT = clean().files["annotation_val.odgt"]
NUMBERS = st.floats(-500, 5000).map(lambda value: round(value, 2))

JSON = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text("ab1", max_size=2) | st.just([])
BOXES = st.lists(NUMBERS | JSON, max_size=5) | st.lists(NUMBERS, min_size=4, max_size=4) | JSON
OBJECTS = (
    st.fixed_dictionaries(
        {},
        optional={
            "tag": st.sampled_from(["person", "mask"]) | JSON,
            "fbox": BOXES,
            "vbox": BOXES,
            "hbox": BOXES,
            "extra": st.just({"ignore": 1}) | st.just({"ignore": 0, "occ": 1}) | JSON,
        },
    )
    | JSON
)
LINES = st.fixed_dictionaries({}, optional={"ID": st.text("ab,1") | JSON, "gtboxes": st.lists(OBJECTS) | JSON}) | JSON


def test_files_are_told_by_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.odgt"
    for content in (CONTENT, b"\xef\xbb\xbf" + CONTENT, CONTENT.replace(b"\n", b"\r\n"), b"\n\n" + CONTENT):
        path.write_bytes(content)
        assert getattr(detect(path), "name", None) == "odgt"
    path.with_suffix(".json").write_bytes(CONTENT)
    assert detect(path.with_suffix(".json")) is None
    for end in range(len(CONTENT)):
        sniff(CONTENT[:end], path)
    for other in (b"", b"1 2 3", b"[]", b'{"images": []}', b'{"a": 1}\n{"b": 2}'):
        assert not sniff(other, path)


def test_what_a_line_says() -> None:
    tables = read_content(CONTENT, "odgt")
    assert tables.images["file_name"].at(0) == "283001,1a2b3c000868e92d4.jpg"
    assert len(tables.images) == 4
    assert tables.annotations["image"].tolist() == [0, 0, 0, 1, 1, 3, 3]
    assert tables.annotations["index"].tolist() == [*range(7)]
    assert tables.annotations["is_target"].tolist() == [True, True, False, True, False, True, True]
    assert [row["category"] for row in seen(tables)] == [*["person"] * 4, "mask", *["person"] * 2]
    assert [tables.boxes[name][1] for name in ("x_min", "y_min", "x_max", "y_max")] == [-30, 420, 50, 620]
    assert [json.loads(record) for record in records(CONTENT, tables)] == [
        gtbox for text in CONTENT.splitlines() for gtbox in json.loads(text)["gtboxes"]
    ]


@given(st.lists(LINES, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_every_object_has_a_row_and_its_place(lines: list[Any], end: str) -> None:
    content = "".join(json.dumps(value) + end for value in lines).encode()
    tables = read_content(content, "odgt")
    listed = [value.get("gtboxes") if isinstance(value, dict) else None for value in lines]
    objects = [found for boxes in listed if isinstance(boxes, list) for found in boxes]
    assert repr([json.loads(record) for record in records(content, tables)]) == repr(objects)
    assert len(tables.images) == len(lines)
    problems = tables.annotations["problem"]
    for row, found in enumerate(objects):
        place = problems.at(row).partition("gtboxes")[0]
        assert bool(place) == bool(models.explain(found, "x"))
    flags = ("is_malformed", "coordinates_not_numeric")
    told = np.any([tables.annotations[name] for name in flags], axis=0) if objects else []
    for row, is_told in enumerate(told):
        has_box = row in tables.boxes["annotation"]
        is_counted = tables.annotations["coordinate_count"][row] == 4
        assert has_box == (not is_told and is_counted and tables.annotations["missing_field"].at(row) != "fbox")


@pytest.mark.parametrize(
    ("fields", "columns", "problem"),
    [
        ({"fbox": [1, 2, 3]}, {"coordinate_count": 3}, ".fbox: expected 4 numbers, got 3"),
        ({"fbox": "1"}, {"coordinates_not_numeric": True}, '.fbox: expected a list of 4 numbers, got "1"'),
        ({"fbox": [1, 2, "3", 4]}, {"coordinates_not_numeric": True}, '.fbox[2]: expected a number, got "3"'),
        ({"hbox": [1, 2, 3]}, {"is_malformed": True}, ".hbox: expected 4 numbers, got 3"),
        ({"vbox": [1, None, 3, 4]}, {"is_malformed": True}, ".vbox[1]: expected a number, got null"),
        ({"tag": 1}, {"is_malformed": True}, ".tag: expected a text, got 1"),
        ({"extra": {"ignore": 2}}, {"is_malformed": True}, ".extra.ignore: expected 0 or 1, got 2"),
        (
            {"fbox": [1, 2, 10**400, 4]},
            {"coordinates_not_numeric": False},
            ".fbox[2]: expected a finite number, got Infinity",
        ),
        ({"extra": 1}, {"is_malformed": True}, ".extra: expected an object, got 1"),
    ],
)
def test_faulty_objects_have_a_row(fields: dict[str, Any], columns: dict[str, Any], problem: str) -> None:
    content = f"\n{line('a', [person(1, 2), person(1, 2, **fields)])}\n".encode()
    tables = read_content(content, "odgt")
    assert tables.annotations["problem"].at(0) == ""
    assert tables.annotations["problem"].at(1) == f"line 2: gtboxes[1]{problem}"
    for name, value in columns.items():
        assert tables.annotations[name][1] == value


def test_a_broken_line_is_told_and_the_others_are_read() -> None:
    content = (line("a", [person(1, 2)]) + '\n{"ID": "b" "gtboxes": []}\n' + line("c", [mask(3, 4)])).encode()
    tables = read_content(content, "odgt")
    assert [tables.images["file_name"].at(row) for row in range(3)] == ["a.jpg", "", "c.jpg"]
    assert tables.images["is_malformed"].tolist() == [False, True, False]
    assert tables.images["problem"].at(1) == "line 2, column 12: expected a comma or a closing bracket"
    assert tables.annotations["image"].tolist() == [0, 2]


def test_bodies_may_run_past_the_image(tmp_path: Path) -> None:
    names = ("a", "b")
    boxes = [person(-30, 10), person(600, 400), person(900, 10)]
    (tmp_path / "a.odgt").write_text("\n".join(line(name, boxes) for name in names), encoding="utf-8")
    for name in names:
        Image.new("RGB", (640, 480)).save(tmp_path / f"{name}.jpg")
    report = boxlint.check([tmp_path / "a.odgt"], images=[tmp_path], select=["BX2"], isolated=True)
    assert [(finding.code, finding.annotation_index) for finding in report] == [("BX201", 2), ("BX201", 5)]


@given(st.lists(NUMBERS, min_size=4, max_size=4), st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_boxes_are_written_where_they_stand(box: list[float], corners: tuple[float, ...]) -> None:
    whole = person(1, 2, fbox=box)
    record = json.dumps(whole).encode()
    changed = edited(record, edit_record("annotation", record, {"box": corners}))
    x, y, width, height = json.loads(changed)["fbox"]
    assert (x, y, x + width, y + height) == pytest.approx(corners, abs=1e-9)
    assert {**json.loads(changed), "fbox": 0} == {**whole, "fbox": 0}
    assert edit_record("image", record, {"box": corners}) == []


def test_no_box_is_written_where_there_is_none() -> None:
    for record in (b'{"tag": "person"}', b"3", b'{"fbox": [1, 2]}', b'{"fbox": "1234"}', b'{"fbox": [1, 2, "3", 4]}'):
        assert edit_record("annotation", record, {"box": (1, 2, 3, 4)}) == []


@given(st.lists(st.lists(st.booleans(), max_size=4), min_size=1, max_size=4))
def test_removed_objects_leave_the_others_as_they_are(removed: list[list[bool]]) -> None:
    lines = [
        line(str(image), [person(image, place) for place in range(len(gone))]) for image, gone in enumerate(removed)
    ]
    content = "\n".join(lines).encode()
    tables = read_content(content, "odgt")
    flags = np.array([gone for of_image in removed for gone in of_image], np.bool_)
    spans = removed_spans(content, tables.annotations["start"], tables.annotations["end"], flags)
    left = [json.loads(text) for text in without(content, spans).splitlines()]
    assert left == [
        {"ID": str(image), "gtboxes": [person(image, place) for place, is_gone in enumerate(gone) if not is_gone]}
        for image, gone in enumerate(removed)
    ]


def test_wrapped_records_are_read_again() -> None:
    content = dirty().files["annotation_train.odgt"]
    found = records(content, read_content(content, "odgt"))
    assert records(wrapped(found), read_content(wrapped(found), "odgt")) == found


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path: Path) -> None:
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "odgt", max_drop=1.0)
    assert outcome.removed > 5


def test_another_reader_agrees() -> None:
    assert agreement([SAMPLES / "clean" / "annotation_val.odgt"], "odgt") == (7, 7)
