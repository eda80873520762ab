"""Scalabel: boxes and outlines of frames, and what is no target."""

from __future__ import annotations

import json

from boxlint.formats.scalabel.edit import edit_record, read_polygons
from sample_data.makers.scalabel import box, clean, frame, outline
from tests.edited_texts import edited, read_content


def test_frames_within_an_object_are_those_of_a_list():
    frames = [frame("a", [box("car", 1, 2, 30, 40)]), frame("b", None)]
    listed, whole = (read_content(json.dumps(value).encode(), "scalabel") for value in (frames, {"frames": frames}))
    for tables in (listed, whole):
        assert [tables.images["file_name"].at(row) for row in (0, 1)] == ["a.jpg", "b.jpg"]
        assert [tables.boxes[side][0] for side in ("x_min", "y_min", "x_max", "y_max")] == [1, 2, 30, 40]
        assert not tables.images["is_malformed"].any()
        assert not tables.images["missing_field"].values


def test_crowds_lanes_and_masks_are_no_targets():
    tables = read_content(clean().files["det_train.json"], "scalabel")
    assert tables.annotations["is_target"].tolist() == [True, True, True, False, False, False, False]
    assert tables.annotations["iscrowd"].tolist() == [False] * 5 + [True] * 2
    assert tables.polygons["annotation"].tolist() == [1, 2]


def test_outlines_with_curves_are_left_as_they_are():
    vertices = [[1, 2], [30, 4], [5, 60]]
    for types, is_edited in (("LLL", True), ("LCC", False)):
        record = json.dumps(outline("car", vertices, types)).encode()
        edits = edit_record("annotation", record, {"polygons": {0: (1, 2, 30, 4, 5, 50)}})
        assert bool(edits) == is_edited
    assert read_polygons(edited(record, edits)) == [[1, 2, 30, 4, 5, 60]]


def test_sizes_of_frames_are_written():
    record = json.dumps(frame("a", [])).encode()
    changed = json.loads(edited(record, edit_record("image", record, {"width": 640, "height": 720})))
    assert changed["size"] == {"width": 640, "height": 720}
