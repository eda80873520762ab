"""Label Studio: percents and turned boxes, what annotators drew, and which of it counts."""

from __future__ import annotations

import cmath
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.labelstudio.edit import edit_record, wrapped
from boxlint.formats.labelstudio.records import explain
from sample_data.makers.labelstudio import SIZE, rectangle, result, task
from tests.edited_texts import edited, read_content, seen

VALUES = ("center_x", "center_y", "width", "height", "angle")


def read(*tasks):
    return read_content(json.dumps(tasks).encode(), "label-studio")


@given(st.floats(-20, 120), st.floats(-20, 120), st.floats(0.1, 90), st.floats(0.1, 90), st.floats(0.1, 359.9))
def test_boxes_turn_about_their_left_upper_corner(x, y, width, height, degrees):
    tables = read(task("a.jpg", [rectangle("cat", x, y, width, height, degrees)]))
    corner = complex(x * 8, y * 6)
    half = complex(width * 8, height * 6) / 2
    center = corner + half * cmath.exp(1j * math.radians(degrees))
    found = [tables.rotated[name][0] for name in VALUES]
    assert found == pytest.approx([center.real, center.imag, width * 8, height * 6, math.radians(degrees)])
    assert len(tables.boxes) == 0


@given(st.tuples(*[st.floats(1, 700)] * 4, st.floats(-3, 3)), st.booleans())
def test_turned_boxes_are_written_as_they_were(wanted, indent):
    record = json.dumps(rectangle("cat", 10.5, 20, 30, 40, 15.25), indent=2 if indent else None).encode()
    changed = edited(record, edit_record("annotation", record, {"rotated": wanted}))
    rotated = read_content(wrapped([changed]), "label-studio").rotated
    if json.loads(changed)["value"]["rotation"]:
        assert [rotated[name][0] for name in VALUES] == pytest.approx(wanted, abs=1e-4)
        assert edit_record("annotation", changed, {"box": (1, 2, 3, 4)}) == []


def test_numbers_that_stay_keep_their_text():
    value = b'{"x": 10.500, "y": 2e1, "width": 10.0, "height": 30, "rectanglelabels": ["cat"]}'
    record = b'{"original_width": 800, "original_height": 600, "type": "rectanglelabels", "value": %b}' % value
    changed = edited(record, edit_record("annotation", record, {"box": (84.0, 120.0, 124.0, 300.0)}))
    assert changed == record.replace(b'"width": 10.0', b'"width": 5.0')


def test_cancelled_annotations_are_no_targets_and_all_annotators_count():
    one, other = rectangle("cat", 10, 10, 20, 20), rectangle("cat", 50, 50, 20, 20)
    tables = read(task("a.jpg", [one], [other]), task("b.jpg", [one], cancelled=True))
    assert tables.annotations["is_target"].tolist() == [True, True, False]
    assert tables.annotations["image"].tolist() == [0, 0, 1]
    assert [tables.images["file_name"].at(row) for row in (0, 1)] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/upload/1/a.jpg", "a.jpg"),
        ("/data/local-files/?d=photos/a.jpg", "photos/a.jpg"),
        ("s3://bucket/photos/a.jpg", "a.jpg"),
        ("https://example.com/a.jpg?size=2", "a.jpg"),
        ("photos/a.jpg", "photos/a.jpg"),
    ],
)
def test_images_are_named_by_the_end_of_their_address(address, name):
    for data in ({"image": address}, {"note": "x", "ocr": address.partition("?size")[0]}):
        tables = read({**task("", [rectangle("cat", 1, 2, 3, 4)]), "data": data})
        assert tables.images["file_name"].at(0) == name
    assert (tables.images["width"][0], tables.images["height"][0]) == (800, 600)


def test_a_region_of_two_results_is_one_object():
    box = {"x": 10, "y": 10, "width": 20, "height": 20}
    plain = {**SIZE, "id": "a", "type": "rectangle", "value": box}
    named = {**SIZE, "id": "a", "type": "labels", "value": {**box, "labels": ["cat"]}}
    tables = read(task("a.jpg", [plain, named, {**plain, "id": "b"}]))
    assert [row["category"] for row in seen(tables)] == ["cat", None]
    assert [tables.annotations["missing_field"].at(row) for row in (0, 1)] == ["", "rectanglelabels"]
    assert len(tables.boxes) == 2


def test_what_is_no_object_has_no_row_and_masks_have_no_geometry():
    brush = {**SIZE, "type": "brushlabels", "value": {"format": "rle", "rle": [1, 2], "brushlabels": ["cat"]}}
    choice = {"type": "choices", "value": {"choices": ["sharp"]}}
    tables = read(task("a.jpg", [brush, choice, result("keypoint", "eye", x=1, y=2, width=0.5)]))
    assert [row["category"] for row in seen(tables)] == ["cat", "eye"]
    assert tables.annotations["is_target"].tolist() == [False, False]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (3, "r: expected an object, got 3"),
        (rectangle(None, 1, 2, 3, 4), "r: labels are missing"),
        (rectangle("cat", 1, "2", 3, 4), 'r.value.y: expected a number, got "2"'),
        (result("polygon", "cat", points=3), "r.value.points: expected a list, got 3"),
        ({"type": "rectanglelabels", "value": {"x": 1}}, "r.value.y: missing"),
        ({**rectangle("cat", 1, 2, 3, 4), "original_width": 0}, "r.original_width: expected a positive number, got 0"),
        (rectangle("cat", 1, 2, 3, 4), ""),
    ],
)
def test_what_is_wrong_with_a_result(record, problem):
    assert explain(record, "r") == problem


def test_lists_of_json_min_are_read():
    item = {**SIZE, "x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0, "rectanglelabels": ["cat"]}
    tables = read({"image": "a.jpg", "id": 1, "label": [item], "other": [item], "annotator": 1})
    assert np.array(tables.boxes["x_max"]).tolist() == [320, 320]
    assert tables.annotations["index"].tolist() == [0, 1]
