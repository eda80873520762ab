"""VoTT: boxes with their corners beside them."""

from __future__ import annotations

import json

from boxlint.formats.vott.edit import edit_record
from boxlint.formats.vott.records import explain
from sample_data.makers.vott import asset, project, region
from tests.edited_texts import edited, read_content, seen


def test_projects_and_assets_are_read():
    own = asset("a", [region(["dog", "cat"], 11.5, 12, 100.5, 80)])
    for content in (project({"1": own}), json.dumps(own).encode()):
        tables = read_content(content, "vott")
        assert [tables.boxes[side][0] for side in ("x_min", "y_min", "x_max", "y_max")] == [11.5, 12, 112, 92]
        assert (tables.images["width"][0], tables.images["height"][0]) == (400, 300)
        assert [row["category"] for row in seen(tables)] == ["dog"]


def test_corners_are_written_with_the_box():
    record = json.dumps(region(["dog"], 10, 20, 100, 80), indent=4).encode()
    changed = json.loads(edited(record, edit_record("annotation", record, {"box": (0, 20, 110, 90)})))
    assert changed["boundingBox"] == {"left": 0, "top": 20, "width": 110, "height": 70}
    corners = [(point["x"], point["y"]) for point in changed["points"]]
    assert corners == [(0, 20), (110, 20), (110, 90), (0, 90)]


def test_boxes_that_their_points_contradict_are_left_as_they_are():
    other = {**region(["dog"], 10, 20, 100, 80), "points": region([], 10, 20, 50, 80)["points"]}
    outline = {**region(["dog"], 10, 20, 100, 80), "type": "POLYGON"}
    for found in (other, outline):
        assert edit_record("annotation", json.dumps(found).encode(), {"box": (1, 2, 3, 4)}) == []
    assert len(read_content(json.dumps(asset("a", [outline])).encode(), "vott").polygons) == 1


def test_what_is_wrong_with_a_region():
    assert explain(region([], 1, 2, 3, 4), "r") == "r.tags: expected a tag, got none"
    assert explain({"tags": ["dog"]}, "r") == "r.boundingBox: missing"
    assert explain(region(["dog"], 1, 2, 3, 4), "r") == ""
