"""Datumaro: classes by their places, and annotations that are about whole pictures."""

from __future__ import annotations

import json

import pytest

import boxlint
from boxlint.formats.datumaro.records import explain
from sample_data.makers.datumaro import box, clean, item, subset
from tests.edited_texts import read_content, seen
from tests.fix_checks import fix_and_verify


def test_what_is_about_the_whole_picture_is_no_object():
    tables = read_content(clean().files["annotations/train.json"], "datumaro")
    assert [row["category"] for row in seen(tables)] == [
        "car",
        "bicycle",
        "car",
        "bicycle",
        "car",
        "car",
        "car",
        "bicycle",
    ]
    assert tables.annotations["is_target"].tolist() == [True, True, True, False, False, False, False, True]
    assert (tables.images["width"][0], tables.images["height"][0]) == (400, 300)
    assert [tables.images["file_name"].at(row) for row in (0, 3)] == ["train/a.jpg", "d"]


def test_classes_that_are_not_listed_are_told(tmp_path):
    path = tmp_path / "train.json"
    path.write_bytes(subset([item("a", [box(0, 1, 2, 30, 40), box(1, 50, 60, 30, 40), box(7, 100, 60, 30, 40)])]))
    assert [(finding.code, finding.category) for finding in boxlint.check(path, isolated=True)] == [("BX401", "7")]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (box("0", 1, 2, 3, 4), 'r.label_id: expected a whole number, got "0"'),
        ({"type": "bbox", "label_id": 0, "bbox": [1, 2]}, "r.bbox: expected at least 4 items, got 2"),
        ({"type": "polygon", "label_id": 0}, "r.points: missing"),
        ({"type": "mask", "label_id": 0}, ""),
        (box(0, 1, 2, 3, 4), ""),
    ],
)
def test_what_is_wrong_with_an_annotation(record, problem):
    assert explain(record, "r") == problem


def test_wrong_sizes_are_none():
    for size in (None, [300], ["a", "b"], [300, 400, 3]):
        content = json.dumps({"items": [{"id": "a", "annotations": [], "image": {"size": size}}]}).encode()
        tables = read_content(content, "datumaro")
        assert tables.images["width"][0] != tables.images["width"][0]


def test_a_listed_class_whose_last_object_was_dropped_is_reported(tmp_path):
    path = tmp_path / "train.json"
    path.write_bytes(subset([item("a", [box(0, 1, 2, 30, 40), box(1, 50, "x", 30, 40)])]))
    outcome = fix_and_verify(path, max_drop=1.0, extend_select=["BX405"])
    assert outcome.removed == 1
    assert [finding.category for finding in outcome.report if finding.code == "BX405"] == ["bicycle"]
