"""VIA: what regions become, which attribute is the class, and regions that are members of an object."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from boxlint.formats.via.edit import removed_spans
from boxlint.formats.via.records import explain
from boxlint.formats.via.shapes import find_category
from sample_data.makers.via import image, polygon, rect
from tests.edited_texts import read_content, seen, without


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ({"inseto": "kudzu", "insect": "kudzu2"}, "kudzu"),
        ({"colour": "red", "Name": "bee"}, "bee"),
        ({"name": "n", "class": "c"}, "c"),
        ({"label": "", "insect": "bee"}, "bee"),
        ({"label": ""}, ""),
        ({"quality": {"blurred": True}, "insect": "bee"}, "bee"),
        ({"insect": {"bee": False, "moth": True}}, "moth"),
        ({"insect": 3}, "3"),
        ({"quality": {"blurred": False}}, None),
        ({}, None),
        (None, None),
        ([], None),
    ],
)
def test_the_class_is_the_likeliest_attribute(attributes, name):
    assert find_category({"region_attributes": attributes}) == name


def test_regions_of_every_kind():
    regions = [
        rect("a", 10, 20, 30.5, 40),
        polygon("b", [1, 50, 30], [2, 3, 60]),
        {"shape_attributes": {"name": "circle", "cx": 50, "cy": 60, "r": 5}, "region_attributes": {"k": "c"}},
        {
            "shape_attributes": {"name": "ellipse", "cx": 50, "cy": 60, "rx": 30, "ry": 10, "theta": math.pi / 2},
            "region_attributes": {"k": "d"},
        },
        {"shape_attributes": {"name": "point", "cx": 5, "cy": 6}, "region_attributes": {"k": "e"}},
    ]
    tables = read_content(json.dumps(image("a.jpg", regions)).encode(), "via")
    box = np.column_stack([tables.boxes[side] for side in ("x_min", "y_min", "x_max", "y_max")])
    assert box == pytest.approx(np.array([[10, 20, 40.5, 60], [45, 55, 55, 65], [40, 30, 60, 90]]))
    assert tables.polygons["annotation"].tolist() == [1]
    assert tables.annotations["is_target"].tolist() == [True, True, True, True, False]
    assert [row["category"] for row in seen(tables)] == ["a", "b", "c", "d", "e"]
    assert np.isnan(tables.images["width"][0]), "size is that of the file"


@pytest.mark.parametrize("key", ["1", 'a "quoted" key', "back\\slash\\", "ключ"])
@pytest.mark.parametrize("indent", [None, 2])
def test_members_go_with_their_keys(key, indent):
    regions = {"0": rect("a", 1, 2, 3, 4), key: rect("b", 5, 6, 7, 8), "9": rect("c", 9, 1, 2, 3)}
    content = json.dumps(image("a.jpg", regions), indent=indent, ensure_ascii=False).encode()
    tables = read_content(content, "via")
    spans = tables.annotations["start"], tables.annotations["end"]
    for flags in ([0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]):
        left = json.loads(without(content, removed_spans(content, *spans, np.array(flags, bool))))
        kept = {name: region for (name, region), gone in zip(regions.items(), flags, strict=True) if not gone}
        assert left["a.jpg71410"]["regions"] == kept


@pytest.mark.parametrize(
    ("region", "problem"),
    [
        (None, "r: expected an object, got null"),
        ({"region_attributes": {"k": "a"}}, "r.shape_attributes: missing"),
        (rect("a", 1, 2, None, 4), "r.shape_attributes.width: expected a number, got null"),
        (polygon("a", [1, 2], [1]), "r.shape_attributes: 2 numbers in all_points_x, 1 in all_points_y"),
        (rect(None, 1, 2, 3, 4), "r.region_attributes: no attribute names a class"),
        ({**rect("a", 1, 2, 3, 4), "region_attributes": []}, "r.region_attributes: expected an object, got a list"),
        (rect("a", 1, 2, 3, 4), ""),
    ],
)
def test_what_is_wrong_with_a_region(region, problem):
    assert explain(region, "r") == problem
