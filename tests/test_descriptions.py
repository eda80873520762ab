"""What messages say of values that are odd."""

from __future__ import annotations

import json
from pathlib import Path

import boxlint
from boxlint.reports.blocks import blocks_of
from boxlint.reports.counts import images_told
from boxlint.reports.subjects import sentence
from sample_data.makers.createml import box


def test_sides_that_no_file_tells_are_no_numbers(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"image": "a.jpg", "annotations": [box("cat", 5, 20, 20, 10)]}]))
    [finding] = boxlint.check(file, select="BX202")
    assert finding.message == "box (-5, 15) to (15, 25) sticks out of the image of ? x ? px by 5 px"


def test_a_category_without_a_name_is_quoted(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(
        "<annotations><version>1.1</version><meta><job><labels><label><name>cat</name></label></labels></job></meta>"
        '<image id="0" name="a.jpg" width="90" height="90"><box label="" xtl="1" ytl="2" xbr="30" ybr="40"/></image>'
        "</annotations>"
    )
    [finding] = boxlint.check(file, select="BX401")
    assert finding.message == 'its category is not listed: ""'


def test_images_are_not_said_to_be_in_images(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    sound = {"image": "c.jpg", "annotations": [box("cat", 50, 60, 20, 10)]}
    file.write_text(
        json.dumps([{"image": "a.jpg", "annotations": [None]}, {"image": "b.jpg", "annotations": 5}, sound])
    )
    report = boxlint.check(file, select="BX005")
    [block] = blocks_of(report.findings)
    assert (block.rows, block.images) == ("1 annotation and 1 image", None)
    assert images_told(block.findings.tables, block.parts) == 2


def test_an_image_is_named_once(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{"image": "/photos/a.jpg", "annotations": [box("cat", 50, 60, 20, 10)]}]))
    [finding] = boxlint.check(file, select="BX918")
    assert sentence(finding) == f"image {finding.message}"
    assert sentence(finding).count("/photos/a.jpg") == 1
