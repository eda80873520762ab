"""Create ML: centres, and the keys of several tools."""

from __future__ import annotations

import json

import pytest

from boxlint.formats import detect_head
from boxlint.formats.createml.edit import edit_record
from boxlint.formats.createml.records import explain
from sample_data.makers.createml import box
from tests.edited_texts import edited, read_content


@pytest.mark.parametrize("name", ["image", "imagefilename", "imageName"])
@pytest.mark.parametrize("objects", ["annotations", "annotation"])
def test_keys_of_all_tools(name, objects):
    content = json.dumps([{name: "a.jpg", objects: [box("cat", 20, 30, 10, 8)]}]).encode()
    assert getattr(detect_head(content, "a.json"), "name", None) == "createml"
    tables = read_content(content, "createml")
    assert tables.images["file_name"].at(0) == "a.jpg"
    assert [tables.boxes[side][0] for side in ("x_min", "y_min", "x_max", "y_max")] == [15, 26, 25, 34]


def test_only_the_numbers_that_move_are_written():
    record = (
        b'{"label": "cat", "coordinates": {"x": 100.0, "y": 156.2803030, "width": 100.05141599999999, "height": 1.3e2}}'
    )
    y = 156.280303
    wanted = (0.0, y - 65, 150.025708, y + 65)
    changed = edited(record, edit_record("annotation", record, {"box": wanted}))
    assert changed == (
        b'{"label": "cat", "coordinates": {"x": 75.012854, "y": 156.2803030, "width": 150.025708, "height": 1.3e2}}'
    )


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ([], "r: expected an object, got a list"),
        ({"label": "cat"}, "r.coordinates: missing"),
        (box("cat", 1, 2, 3, None), "r.coordinates.height: expected a number, got null"),
        (box("cat", 1, 2, 3, 4), ""),
    ],
)
def test_what_is_wrong_with_an_object(record, problem):
    assert explain(record, "r") == problem


def test_images_without_a_list_say_so():
    tables = read_content(b'[{"image": "a.jpg"}, {"image": "b.jpg", "annotations": 3}, 7]', "createml")
    assert [tables.images["missing_field"].at(row) for row in range(3)] == ["annotations", "", ""]
    assert tables.images["is_malformed"].tolist() == [False, True, True]
    assert tables.images["problem"].at(2) == "[2]: expected an object, got 7"
