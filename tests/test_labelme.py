"""labelme: what its shapes become, wherever the image's own bytes stand."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats.labelme.edit import edit_record, read_polygons
from boxlint.formats.labelme.records import explain
from boxlint.formats.labelme.sniff import sniff
from sample_data.makers.labelme import PIER, clean, document, shape
from tests.edited_texts import edited, read_content, records, seen

SIDES = ("x_min", "y_min", "x_max", "y_max")
PICTURE = "iVBORw0KGgo" * 9000
WHOLE = [[20.0, 30.0], [90.0, 30.0], [90.0, 80.0], [20.0, 80.0]]


def boxes(tables):
    return np.column_stack([tables.boxes[side] for side in SIDES]).tolist()


@pytest.mark.parametrize("points", [[[1, 2], [30, 40]], [[30, 40], [1, 2]], [[30, 2], [1, 40]], [[1, 40], [30, 2]]])
def test_two_corners_in_any_order_are_one_box(points):
    tables = read_content(document("a", [shape("ship", points)]), "labelme")
    assert boxes(tables) == [[1, 2, 30, 40]]
    record = json.dumps(shape("ship", points)).encode()
    changed = json.loads(edited(record, edit_record("annotation", record, {"box": (5, 2, 30, 60)})))
    assert changed["points"] == [[{1: 5, 30: 30}[x], {2: 2, 40: 60}[y]] for x, y in points]


def test_four_corners_are_a_box_if_they_are_upright():
    turned = [[20.0, 30.0], [90.0, 31.0], [90.0, 80.0], [20.0, 80.0]]
    shapes = [shape("ship", WHOLE[place:] + WHOLE[:place]) for place in range(4)]
    tables = read_content(document("a", [*shapes, shape("ship", turned)]), "labelme")
    assert boxes(tables) == [[20, 30, 90, 80]] * 4
    assert tables.quads["annotation"].tolist() == [4]
    record = json.dumps(shapes[2]).encode()
    changed = json.loads(edited(record, edit_record("annotation", record, {"box": (25, 30, 90, 80)})))
    assert changed["points"] == [[90.0, 80.0], [25, 80.0], [25, 30.0], [90.0, 30.0]]


def test_circles_are_the_boxes_around_them_and_are_not_edited():
    tables = read_content(document("a", [shape("buoy", [[50, 60], [53, 64]], "circle")]), "labelme")
    assert boxes(tables) == [[45, 55, 55, 65]]
    record = json.dumps(shape("buoy", [[50, 60], [53, 64]], "circle")).encode()
    assert edit_record("annotation", record, {"box": (1, 2, 3, 4)}) == []


def test_shapes_without_a_type_are_polygons_and_lines_are_no_targets():
    shapes = [{"label": "pier", "points": PIER}, shape("wake", PIER, "linestrip"), shape("new", PIER, "spiral")]
    tables = read_content(document("a", shapes), "labelme")
    assert tables.polygons["annotation"].tolist() == [0]
    assert tables.polygons["number_count"].tolist() == [8]
    assert tables.annotations["is_target"].tolist() == [True, False, False]
    assert [row["category"] for row in seen(tables)] == ["pier", "wake", "new"]
    assert not tables.annotations["problem"].values
    assert read_polygons(json.dumps(shapes[0]).encode()) == [[number for point in PIER for number in point]]


@pytest.mark.parametrize(
    ("record", "columns", "problem"),
    [
        (17, {"is_malformed": True}, "shapes[0]: expected an object, got 17"),
        ({"points": PIER}, {"missing_field": "label"}, "shapes[0].label: missing"),
        ({"label": None, "points": PIER}, {"is_malformed": True}, "shapes[0].label: expected a text, got null"),
        ({"label": "a"}, {"missing_field": "points"}, "shapes[0].points: missing"),
        (shape("a", [[1, 2]]), {"coordinate_count": 2}, "shapes[0].points: expected 2 or 4 points, got 1"),
        (shape("a", [[1, 2], [3]]), {"is_malformed": True}, "shapes[0].points[1]: expected at least 2 items, got 1"),
        (
            shape("a", [[1, 2], [3, True]]),
            {"coordinates_not_numeric": True},
            "shapes[0].points[1][1]: expected a number, got true",
        ),
        (
            shape("a", PIER[:3], "rotation"),
            {"coordinate_count": 6},
            "shapes[0].points: expected at least 4 items, got 3",
        ),
    ],
)
def test_faulty_shapes_have_a_row(record, columns, problem):
    content = document("a", [record, shape("ship", PIER[:2])])
    tables = read_content(content, "labelme")
    for name, value in columns.items():
        column = tables.annotations[name]
        assert (column.at(0) if hasattr(column, "at") else column[0]) == value
    assert tables.annotations["problem"].at(0) == problem == explain(record, "shapes[0]")
    assert tables.boxes["annotation"].tolist() == [1]


@pytest.mark.parametrize("order", [("shapes", "imageData"), ("imageData", "shapes")])
def test_pictures_in_the_file_are_passed_over(order):
    value = {"version": "5.3.1", "imageHeight": 480, "imageWidth": 640, "imagePath": "a.jpg"}
    value |= {key: {"shapes": [shape("ship", PIER[:2])], "imageData": PICTURE}[key] for key in order}
    content = json.dumps(value).encode()
    assert sniff(content[:65536], "a.json")
    tables = read_content(content, "labelme")
    assert json.loads(records(content, tables)[0]) == shape("ship", PIER[:2])
    assert (tables.images["width"][0], tables.images["height"][0]) == (640, 480)
    changed = edited(content, edit_record("image", content, {"width": 320}))
    assert changed == content.replace(b'"imageWidth": 640', b'"imageWidth": 320')


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=3, max_size=9), st.data())
def test_vertices_are_written_where_they_stand(points, data):
    record = json.dumps(shape("pier", points, "polygon"), indent=2).encode()
    flat = [number for point in points for number in point]
    place = data.draw(st.integers(0, len(flat) - 1))
    wanted = [*flat[:place], flat[place] + 0.5, *flat[place + 1 :]]
    changed = edited(record, edit_record("annotation", record, {"polygons": {0: tuple(wanted)}}))
    assert read_polygons(changed) == [wanted]
    assert changed.count(b"\n") == record.count(b"\n")
    assert edit_record("annotation", record, {"polygons": {0: ()}}) == []
    assert edit_record("annotation", record, {"polygons": {0: tuple(wanted[:4]), 1: (1, 2)}}) == []


def test_suppressions_stand_in_the_shape():
    content = document("a", [shape("ship", [[1, 2], [1, 40]], boxlint={"ignore": ["BX101"]})])
    assert read_content(content, "labelme").annotations["suppressed"].at(0) == "BX101"


def test_older_files_have_what_they_say():
    tables = read_content(clean().files["a0003.json"], "labelme")
    assert len(tables.polygons) == 1
    assert tables.images["file_name"].at(0) == "a0003.jpg"
