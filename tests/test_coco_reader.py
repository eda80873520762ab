"""COCO files become tables."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from boxlint.formats import ReadOptions, SourceFile
from boxlint.formats.coco import annotations as coco_annotations
from boxlint.formats.coco.read import read
from boxlint.formats.coco.sniff import sniff
from boxlint.tables import Tables
from boxlint.text.source import HEAD_SIZE, read_source
from tests.coco_samples import CATEGORY, IMAGE, LISTS, POLYGON, but, column, dataset, read_text


def test_a_sound_file(tmp_path: Path) -> None:
    tables = read_text(tmp_path, dataset(but(segmentation=POLYGON), but(id=2, iscrowd=1)))
    assert column(tables, "file", "path") == ["annotations.json"]
    assert column(tables, "file", "problem") == [""]
    assert column(tables, "file", "missing_list") == column(tables, "file", "missing_section") == [""]
    assert column(tables, "file", "has_class_list") == [True]
    assert column(tables, "image", "file_name") == ["a.jpg"]
    assert column(tables, "image", "width") == column(tables, "image", "written_width") == [640]
    assert column(tables, "category", "name") == ["ship"]
    assert column(tables, "annotation", "id") == [1, 2]
    assert column(tables, "annotation", "id_type") == ["integer", "integer"]
    assert column(tables, "annotation", "image") == column(tables, "annotation", "category") == [0, 0]
    assert column(tables, "annotation", "is_target") == [True, False]
    assert column(tables, "annotation", "has_mask") == [True, False]
    assert column(tables, "annotation", "area_is_missing") == [False, False]
    assert column(tables, "annotation", "problem") == ["", ""]
    box = {name: column(tables, "box", name)[0] for name in ("x_min", "y_min", "x_max", "y_max", "width", "height")}
    assert box == {"x_min": 1, "y_min": 2, "x_max": 4.5, "y_max": 6, "width": 3.5, "height": 4}


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("between", [", ", ",", " ,\r\n\t"])
def test_spans_are_the_records_bytes(tmp_path: Path, indent: int | None, between: str) -> None:
    records = [but(id=number, caption="x" * number) for number in range(5)]
    texts = [json.dumps(record, indent=indent) for record in records]
    # one gap of another width takes the way of files that people have edited
    for text in (between.join(texts), between.join(texts[:3]) + " , \n" + between.join(texts[3:])):
        content = json.dumps(dataset()).replace('"annotations": []', f'"annotations": [ {text} ]').encode()
        tables = read_text(tmp_path, content)
        spans = zip(column(tables, "annotation", "start"), column(tables, "annotation", "end"), strict=True)
        assert [content[start:end].decode() for start, end in spans] == texts


@pytest.mark.parametrize("chunk_size", [1, 2, 3, 7])
def test_chunks_join_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk_size: int) -> None:
    monkeypatch.setattr(coco_annotations, "CHUNK_SIZE", chunk_size)
    records = [but(id=number, bbox=[number, 0, 1, 1]) for number in range(7)]
    records[4] |= {"id": "four", "bbox": [1, 2]}
    tables = read_text(tmp_path, dataset(*records))
    assert column(tables, "annotation", "id") == [0, 1, 2, 3, "four", 5, 6]
    assert column(tables, "annotation", "problem")[4] == "annotations[4].bbox: expected 4 numbers, got 2"
    assert column(tables, "box", "annotation") == [0, 1, 2, 3, 5, 6]
    assert column(tables, "box", "x_min") == [0, 1, 2, 3, 5, 6]


def test_five_numbers_in_most_boxes_are_rotated_boxes(tmp_path: Path) -> None:
    turned = [but(id=number, bbox=[10, 20, 4, 2, math.pi / 2]) for number in range(3)]
    tables = read_text(tmp_path, dataset(*turned, but(id=9)))
    assert len(tables.boxes) == 0
    assert column(tables, "rotated", "center_x") == [10, 10, 10]
    assert column(tables, "rotated", "sine") == [1, 1, 1]
    assert column(tables, "annotation", "expected_coordinate_count") == [5] * 4
    assert column(tables, "annotation", "coordinate_count") == [5, 5, 5, 4]
    assert column(tables, "annotation", "problem") == ["", "", "", "annotations[3].bbox: expected 5 numbers, got 4"]


def test_absent_lists_and_sections(tmp_path: Path) -> None:
    tables = read_text(tmp_path, {"images": [IMAGE]})
    assert column(tables, "file", "missing_list") == ["annotations, categories"]
    assert column(tables, "file", "missing_section") == ["info, licenses"]
    assert column(tables, "file", "has_class_list") == [False]


def test_one_box_of_five_numbers_is_no_convention(tmp_path: Path) -> None:
    tables = read_text(tmp_path, dataset(but(bbox=[10, 20, 4, 2, 1])))
    assert column(tables, "annotation", "expected_coordinate_count") == [4]
    assert column(tables, "annotation", "problem") == ["annotations[0].bbox: expected 4 numbers, got 5"]
    assert len(tables.rotated) == len(tables.boxes) == 0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"info": {}', '"info": {}, "info": {}', "info"),
        ('"bbox"', '"bbox": [1, 2, 3, 4], "bbox"', "annotations[0].bbox"),
        ('"bbox"', '"\\u0062box": [1, 2, 3, 4], "bbox"', "annotations[0].bbox"),
        ('"file_name"', '"width": 1, "file_name"', "images[0].width"),
        ('"file_name"', '"color": 1, "color": 2, "file_name"', "images[0].color"),
        ('"name"', '"id": 1, "name"', "categories[0].id"),
        ('"area"', '"color": 1, "color": 2, "area"', ""),
        ('"area"', '"attributes": {"id": 1, "area": 2}, "area"', ""),
        ('"area"', '"note": "\\"id\\": \\"id\\":", "area"', ""),
        ('"info": {}', '"info": {"a": 1, "a": 2}', ""),
    ],
)
def test_duplicate_keys(tmp_path: Path, old: str, new: str, expected: str) -> None:
    tables = read_text(tmp_path, json.dumps(dataset(but(), but(id=2))).replace(old, new, 1))
    assert column(tables, "file", "duplicate_key") == [expected]


def test_references_resolve_by_value_to_the_first_with_that_id(tmp_path: Path) -> None:
    images = [{**IMAGE, "id": 5}, {**IMAGE, "id": "cafe"}, {**IMAGE, "id": 5}]
    records = [but(image_id=reference) for reference in (5, "5", 5.0, "cafe", "beef", 6)]
    tables = read_text(tmp_path, dataset(*records, images=images))
    assert column(tables, "annotation", "image") == [0, 0, 0, 1, -1, -1]
    assert column(tables, "annotation", "image_id_type") == [
        "integer",
        "string",
        "float",
        "string",
        "string",
        "integer",
    ]


def test_images_as_they_are_written(tmp_path: Path) -> None:
    images = [
        {"id": 1, "filename": "a.jpg", "width": "640", "height": 0},
        {"id": 2, "coco_url": "http://images.cocodataset.org/val2017/000000397133.jpg", "width": -3, "height": True},
        {"id": 3, "width": 4, "height": 5},
        {"file_name": "d.jpg"},
        "e.jpg",
    ]
    tables = read_text(tmp_path, dataset(images=images))
    assert column(tables, "image", "file_name") == ["a.jpg", "val2017/000000397133.jpg", "", "d.jpg", ""]
    assert column(tables, "image", "missing_field") == ["file_name", "", "file_name", "id", ""]
    assert column(tables, "image", "is_malformed") == [False, False, False, False, True]
    np.testing.assert_equal(column(tables, "image", "written_width"), [math.nan, -3, 4, math.nan, math.nan])
    np.testing.assert_equal(column(tables, "image", "width"), [math.nan, math.nan, 4, math.nan, math.nan])
    np.testing.assert_equal(column(tables, "image", "written_height"), [0, math.nan, 5, math.nan, math.nan])
    assert column(tables, "image", "problem")[0] == 'images[0].width: expected a number, got "640"'


def test_configured_classes_unlist_others(tmp_path: Path) -> None:
    tables = read_text(tmp_path, dataset(categories=[CATEGORY, {"id": 2, "name": "boat"}]), classes=("boat",))
    assert column(tables, "category", "is_listed") == [False, True]


def test_digests_tell_shapes_and_records_apart_only_where_needed(tmp_path: Path) -> None:
    near = [[1.0002, 2.0, 4.5, 2.0, 4.5, 6.0]]
    other = [[1.0, 2.0, 4.5, 2.0, 4.5, 5.0]]
    shapes = [POLYGON, near, other, [], POLYGON]
    records = [but(id=number, segmentation=shape) for number, shape in enumerate(shapes)]
    records[4]["bbox"] = [0, 0, 1, 1]
    tables = read_text(tmp_path, dataset(*records, but(id=3), but(id=3)))
    shape_digest, record_digest = (
        column(tables, "annotation", "shape_digest"),
        column(tables, "annotation", "record_digest"),
    )
    assert shape_digest[0] == shape_digest[1] != shape_digest[2]
    assert 0 not in shape_digest[:3]
    assert shape_digest[3:] == [0, 0, 0, 0]
    assert record_digest[:3] == [0, 0, 0]
    assert record_digest[3] != record_digest[5] == record_digest[6] != 0


def test_unknown_fields_and_keypoints_are_read_on_request(tmp_path: Path) -> None:
    content = dataset(but(keypoints=[1, 2, 2, 3, 4, 0], colour=1), but(id=2, size=1, Area=2))
    assert column(read_text(tmp_path, content), "annotation", "unknown_field") == ["", ""]
    assert len(read_text(tmp_path, content).keypoints) == 0
    wanted = frozenset({"annotation.unknown_field", "keypoint"})
    tables = read_text(tmp_path, content, wanted=wanted, known_fields=frozenset({"size"}))
    assert column(tables, "annotation", "unknown_field") == ["colour", "Area"]
    assert [column(tables, "keypoint", name) for name in ("annotation", "x", "y", "visibility")] == [
        [0, 0], [1, 3], [2, 4], [2, 0],
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = dataset(but(), images=[{**IMAGE, "file_name": "图像文件夹/船舶.jpg"}])
    tables = read_text(tmp_path, json.dumps(content, ensure_ascii=False).encode(encoding))
    assert column(tables, "image", "file_name") == ["图像文件夹/船舶.jpg"]
    assert column(tables, "file", "encoding_is_unusual") == [True]
    assert len(tables.boxes) == 1


def test_a_file_that_cannot_be_opened_and_one_that_was_not_pulled(tmp_path: Path) -> None:
    pointer = tmp_path / "pointer.json"
    pointer.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n")
    files = [SourceFile(path, path.name, "coco") for path in (tmp_path / "absent.json", pointer)]
    tables = read(files, ReadOptions())
    assert column(tables, "file", "is_unreadable") == [True, False]
    assert column(tables, "file", "is_lfs_pointer") == [False, True]
    assert column(tables, "file", "problem")[0] == "the file cannot be read: No such file or directory"
    assert column(tables, "file", "file_set") == [0, 1]


def test_real_files_have_the_records_that_other_readers_see(real_data: Path) -> None:
    from pycocotools.coco import COCO

    compared = 0
    for path in sorted(real_data.rglob("*.json")):
        with path.open("rb") as file:
            if not sniff(file.read(HEAD_SIZE), path):
                continue
        tables = read([SourceFile(path, path.name, "coco")], ReadOptions())
        data = read_source(path).data
        try:
            value = json.loads(bytes(data))
        except ValueError:
            assert column(tables, "file", "is_unreadable") == [True], path
            continue
        assert column(tables, "file", "is_unreadable") == [False], path
        for table, member in LISTS:
            spans = zip(column(tables, table, "start"), column(tables, table, "end"), strict=True)
            records = [json.dumps(json.loads(bytes(data[start:end]))) for start, end in spans]
            assert records == [json.dumps(item) for item in value.get(member, [])], path
        compared += count_with(COCO, value, tables)
    assert compared > 100


def count_with(reader: Any, value: dict[str, Any], tables: Tables) -> int:
    """Compare table sizes with what pycocotools indexes; 0 where it cannot read the file or ids are used twice."""
    index = reader()
    index.dataset = value
    try:
        index.createIndex()
    except (KeyError, TypeError):
        return 0
    for table, found in (("image", index.imgs), ("annotation", index.anns), ("category", index.cats)):
        ids = tables[table]["id"].numbers
        assert len(np.unique(ids)) == len(found)
    return 1


def test_keypoints_that_are_no_numbers_have_no_coordinates(tmp_path: Path) -> None:
    """What they are is not known, so that nothing but that is said about them."""
    nested = but(keypoints=[[5, 5, 2], [6, 6, 2], [7, 7, 2]])
    sound = but(id=2, keypoints=[1, 2, 2, 3, 4, 0])
    tables = read_text(tmp_path, dataset(nested, sound), wanted=frozenset({"keypoint"}))
    assert column(tables, "keypoint", "annotation") == [0, 1, 1]
    assert column(tables, "keypoint", "coordinates_not_numeric") == [True, False, False]
    np.testing.assert_array_equal(tables.keypoints["x"], [np.nan, 1, 3])


def test_a_null_for_a_box_is_explained(tmp_path: Path) -> None:
    tables = read_text(tmp_path, dataset(but(bbox=None)))
    assert column(tables, "annotation", "problem") == ["annotations[0].bbox: expected 4 numbers, got null"]


def test_a_repeated_key_is_placed_in_its_record(tmp_path: Path) -> None:
    text = json.dumps(dataset(but(), but(id=2))).replace('"id": 2,', '"id": 2, "id": 3,')
    tables = read_text(tmp_path, text)
    assert column(tables, "file", "duplicate_key") == ["annotations[1].id"]
    assert column(tables, "file", "problem_start") == column(tables, "annotation", "start")[1:]


def test_content_in_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(dataset(but())))
    content = json.dumps({"annotations": [but(id=7, caption="飞机")]}, ensure_ascii=False).encode()
    for place in (path, tmp_path / "absent.json"):
        tables = read([SourceFile(place, "a.json", "coco", content)], ReadOptions())
        assert column(tables, "annotation", "id") == [7]
        assert column(tables, "file", "problem") == [""]
        assert len(tables.images) == 0
