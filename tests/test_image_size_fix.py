"""Widths and heights written as image files have them: those numbers, and not a byte of anything else."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats.coco import edit as coco_edit
from boxlint.formats.dior import edit as dior_edit
from boxlint.formats.dota import edit as dota_edit
from boxlint.formats.rolabelimg import edit as rolabelimg_edit
from boxlint.formats.voc import edit as voc_edit
from sample_data.makers.photos import bitmap, jpeg_head
from tests.coco_samples import ANNOTATION, dataset
from tests.edited_texts import edited
from tests.fix_checks import fix_and_verify
from tests.scene import measured

XML = (dior_edit, rolabelimg_edit, voc_edit)


def coco(record: str, values: Mapping[str, Any]) -> str:
    """A COCO image after its edits; editing it again must change nothing."""
    result = edited(record.encode(), coco_edit.edit_record("image", record.encode(), values))
    assert coco_edit.edit_record("image", result, values) == []
    return result.decode()


@pytest.mark.parametrize(
    ("record", "values", "result"),
    [
        ('{"id": 1, "width": 10, "height":20}', {"width": 30, "height": 40}, '{"id": 1, "width": 30, "height":40}'),
        ('{"width": 10, "height": 20.0}', {"width": 10.0, "height": 40.0}, '{"width": 10, "height": 40.0}'),
        ('{"width": 1e1, "height": 20.00}', {"width": 10.0, "height": 20.0}, '{"width": 1e1, "height": 20.00}'),
        ('{"width": "10", "height": null}', {"width": 10, "height": 20}, '{"width": 10, "height": 20}'),
        (
            '{"file_name": "a.jpg", "id": 1}',
            {"width": 10, "height": 20},
            '{"file_name": "a.jpg", "width": 10, "height": 20, "id": 1}',
        ),
        (
            '{"file_name":"a.jpg","width":10,"id":1}',
            {"width": 10, "height": 20},
            '{"file_name":"a.jpg","width":10,"height":20,"id":1}',
        ),
        ('{"id": 1}', {"height": 20}, '{"id": 1, "height": 20}'),
        ('{"id": 1}', {}, '{"id": 1}'),
        ('{"width": 1, "width": 2}', {"width": 3}, '{"width": 1, "width": 3}'),
    ],
)
def test_coco(record: str, values: Mapping[str, Any], result: str) -> None:
    assert coco(record, values) == result


def test_annotations_and_categories_have_no_size() -> None:
    record = b'{"id": 1, "width": 10}'
    for table in ("annotation", "category"):
        assert coco_edit.edit_record(table, record, {"width": 20, "height": 30}) == []
    for module in XML:
        record = b"<object><size><width>1</width></size></object>"
        assert module.edit_record("annotation", record, {"width": 20}) == []
    assert dota_edit.edit_record("image", b"1 2 3 4 5 6 7 8 a 0", {"width": 20, "height": 30}) == []


BLANKS = st.sampled_from(["", " ", "\n\t", "\r\n  ", "<!-- <width>1</width> -->"])


@given(blanks=st.lists(BLANKS, min_size=4, max_size=4), prefix=st.sampled_from(["", "v:"]), data=st.data())
def test_xml(blanks: list[str], prefix: str, data: st.DataObject) -> None:
    numbers = [data.draw(st.sampled_from(["640", "640.0", "480", " 7 "])) for _ in "wh"]
    values = {
        side: data.draw(st.sampled_from([640, 480.0, 7, 30000])) for side in data.draw(st.sets(st.sampled_from(SIDES)))
    }

    def text(written: list[str]) -> bytes:
        sides = [
            f"<{prefix}{side} a='>'>{number}</{prefix}{side}>" for side, number in zip(SIDES, written, strict=True)
        ]
        size = f"<{prefix}size>{blanks[0]}{sides[0]}{blanks[1]}{sides[1]}</{prefix}size>"
        others = f"<{prefix}object><{prefix}width>9</{prefix}width></{prefix}object>"
        return f"<{prefix}annotation>{blanks[2]}{others}{size}{others}</{prefix}annotation>{blanks[3]}".encode()

    new = list(numbers)
    for place, side in enumerate(SIDES):
        if side in values and float(numbers[place]) != values[side]:
            digits = str(int(values[side])) + (".0" if "." in numbers[place] else "")
            new[place] = numbers[place].replace(numbers[place].strip(), digits)
    for module in XML:
        assert edited(text(numbers), module.edit_record("image", text(numbers), values)) == text(new)
        assert module.edit_record("image", text(new), values) == []


SIDES = ("width", "height")


@pytest.mark.parametrize(
    "size",
    ["", "<size/>", "<size>640</size>", "<size><width>wide</width></size>", "<size><width>6<!-- -->4</width></size>"],
)
def test_a_size_that_is_none_is_not_edited(size: str) -> None:
    record = f"<annotation>{size}<name>a</name></annotation>".encode()
    assert voc_edit.edit_record("image", record, {"width": 20, "height": 30}) == []


def test_a_coco_file(tmp_path: Path) -> None:
    """Sizes are mended where all boxes lie in both, as most loaders turn the image; otherwise they are told."""
    images = tmp_path / "images"
    images.mkdir()
    names = ["small.pbm", "large.pbm", "tight.pbm", "turned.jpg", "crowded.pbm", "odd.pbm"]
    for name, content in zip(
        names,
        [bitmap(64, 48), bitmap(200, 300), bitmap(20, 20), jpeg_head(64, 48, 6), bitmap(20, 20), bitmap(64, 48)],
        strict=True,
    ):
        (images / name).write_bytes(content)
    records = [{"id": number, "file_name": name, "width": 100, "height": 80} for number, name in enumerate(names, 1)]
    boxes = {1: [[1, 1, 63, 46.9]], 2: [[0, 0, 100, 80]], 3: [[1, 1, 19.01, 10]], 4: [[1, 1, 47, 10]]}
    boxes |= {5: [[1, 1, 10, 10], [1, 1, 25, 10]], 6: [[1, 1, math.nan, 10]]}
    annotations = [
        {**ANNOTATION, "image_id": image, "bbox": box, "area": box[2] * box[3], "iscrowd": int(box[2] == 25)}
        for image, found in boxes.items()
        for box in found
    ]
    annotations = [{**annotation, "id": number} for number, annotation in enumerate(annotations, 1)]
    path = tmp_path / "labels" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps(dataset(*annotations, images=records), indent=1), encoding="utf-8")
    outcome = fix_and_verify(path, images=images, select=["BX204"])
    assert outcome.fixed == {"BX204": 3}
    assert [finding.image.file_name for finding in outcome.report if finding.image] == [
        "tight.pbm",
        "crowded.pbm",
        "odd.pbm",
    ]
    sizes = [(image["width"], image["height"]) for image in json.loads(path.read_text(encoding="utf-8"))["images"]]
    assert sizes == [(64, 48), (200, 300), (100, 80), (48, 64), (100, 80), (100, 80)]
    [repair] = outcome.repairs
    assert repair.labels[:2] == ("image 1", "image 1")


@pytest.mark.parametrize(
    ("fields", "is_fixed"),
    [
        ({"segmentation": [[10, 10, 150, 10, 150, 100]]}, False),
        ({"segmentation": [[10, 10, 30, 10, 30, 30], [10, 10, 30, 10, 30, 81]]}, False),
        ({"segmentation": [[10, 10, 30, 10, math.nan, 30]]}, False),
        ({"segmentation": [[10, 10, 30, 10, 30, 30], [99, 10, 100, 10, 100, 80]]}, True),
        # run lengths of the written size, though all of it that is filled lies in both
        ({"segmentation": {"size": [160, 200], "counts": [10, 20, 160 * 200 - 30]}}, False),
        ({"segmentation": {"size": [80, 100], "counts": [10, 20, 80 * 100 - 30]}}, True),
        ({"segmentation": {"size": [80, 100], "counts": [80 * 100]}}, True),
        ({"segmentation": {"size": "none", "counts": [80 * 100]}}, False),
        ({"keypoints": [20, 20, 2, 150, 20, 2], "num_keypoints": 2}, False),
        ({"keypoints": [20, 20, 2, 20, 81, 1], "num_keypoints": 2}, False),
        ({"keypoints": [20, 20, 2, 150, 81, 0], "num_keypoints": 1}, True),
    ],
)
def test_all_that_is_drawn_must_lie_in_both_sizes(tmp_path: Path, fields: dict[str, Any], is_fixed: bool) -> None:
    """Otherwise the file may be another version of the image, and what else would be mended by it be spoilt."""
    (tmp_path / "a.pbm").write_bytes(bitmap(100, 80))
    path = tmp_path / "a.json"
    images = [{"id": 1, "file_name": "a.pbm", "width": 200, "height": 160}]
    annotation = {**ANNOTATION, "bbox": [10, 10, 20, 20], "area": 400, **fields}
    path.write_text(json.dumps(dataset(annotation, images=images)), encoding="utf-8")
    outcome = boxlint.fix(
        path, images=tmp_path, isolated=True, unsafe_fixes=True, dry_run=True, select=["BX204", "BX604"]
    )
    assert ("BX204" in outcome.fixed) == is_fixed
    tables = boxlint.check(path, images=tmp_path, isolated=True).tables
    assert measured(tables, "image", "holds_all_shapes").tolist() == [is_fixed]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_xml_files_with_other_fixes(tmp_path: Path, encoding: str) -> None:
    """The size and the objects of one file in one run; the new size is what boxes are then judged by."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.pbm").write_bytes(bitmap(64, 48))
    boxes = [(1, 1, 30, 40), (50, 20, 40, 10), (5, 5, 5, 9)]
    objects = "".join(
        f"<object><name>飞机</name><bndbox><xmin>{x_min}</xmin><ymin>{y_min}</ymin><xmax>{x_max}</xmax>"
        f"<ymax>{y_max}</ymax></bndbox></object>"
        for x_min, y_min, x_max, y_max in boxes
    )
    size = "<size><width>%d</width><height>%d</height><depth>3</depth></size>"
    text = f"<annotation><filename>1.jpg</filename>{size}%s</annotation>\n"
    path = tmp_path / "labels" / "1.xml"
    path.parent.mkdir()
    path.write_text(text % (640, 480, objects), encoding=encoding)
    outcome = fix_and_verify(path, images=tmp_path / "images", select=["BX204", "BX102", "BX101", "BX2"])
    assert outcome.fixed == {"BX204": 1, "BX102": 1, "BX101": 1}
    assert text[: text.index("%s")] % (64, 48) in path.read_text(encoding=encoding)
    assert outcome.report.summary.by_rule == {}


def test_it_is_an_unsafe_fix(tmp_path: Path) -> None:
    (tmp_path / "a.pbm").write_bytes(bitmap(64, 48))
    path = tmp_path / "a.json"
    images = [{"id": 1, "file_name": "a.pbm", "width": 100, "height": 80}]
    path.write_text(json.dumps(dataset(ANNOTATION, images=images)), encoding="utf-8")
    assert boxlint.fix(path, images=tmp_path, isolated=True, drop_invalid=True).repairs == ()
    assert boxlint.fix(path, images=tmp_path, isolated=True, unsafe_fixes=True, dry_run=True).fixed == {"BX204": 1}
    assert boxlint.fix(path, isolated=True, unsafe_fixes=True, dry_run=True).repairs == ()
