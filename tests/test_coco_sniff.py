"""COCO ground truth is told from the other JSON files that lie beside it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from boxlint.formats.coco.sniff import sniff
from boxlint.text.source import HEAD_SIZE
from tests.coco_samples import CATEGORY, IMAGE, but, dataset


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (dataset(but()), True),
        (dataset(), True),
        ({"images": [], "annotations": [], "categories": []}, True),
        ({"images": [IMAGE], "categories": [CATEGORY]}, True),
        (
            {"categories": [CATEGORY], "images": [{"neg_category_ids": [], "coco_url": "x"}], "annotations": [but()]},
            True,
        ),
        (dataset(5), True),
        ({"annotations": [{"image_id": 1, "id": 1, "caption": "a bird"}], "images": [IMAGE]}, False),
        ({"annotations": [{"image_id": 1, "segments_info": [{"bbox": [1, 2, 3, 4]}]}], "images": [IMAGE]}, False),
        ([{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 1.0}], False),
        ({"version": "5.0", "shapes": [{"label": "a", "points": []}], "imagePath": "a.jpg"}, False),
        ({"info": {}, "categories": {}, "items": [{"annotations": [{"bbox": []}]}]}, False),
        ({"training": [{"box": [[1]], "image": "a.nii", "label": [0]}]}, False),
        ({"frames": [{"name": "a", "labels": []}]}, False),
        ({"name": "boxlint", "version": "1"}, False),
        ({"bbox": [1, 2, 3, 4]}, False),
        ([], False),
    ],
    ids=lambda value: value if isinstance(value, bool) else json.dumps(value)[:40],
)
def test_sniff_tells_ground_truth(tmp_path: Path, content: Any, expected: bool) -> None:
    path = tmp_path / "a.json"
    for indent in (None, 2):
        path.write_text(json.dumps(content, indent=indent))
        assert sniff(path.read_bytes()[:HEAD_SIZE], path) is expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("filler", [0, 100_000])
def test_sniff_reads_encodings_and_far_into_the_file(tmp_path: Path, encoding: str, filler: int) -> None:
    path = tmp_path / "a.json"
    content = {"images": [{"file_name": "图像文件夹/船舶" + "x" * filler}], "note": math.nan, "annotations": [but()]}
    data = json.dumps(content, ensure_ascii=False).encode(encoding)
    path.write_bytes(data[:-20])
    assert sniff(path.read_bytes()[:HEAD_SIZE], path)
    content["annotations"] = [{"caption": "a bird", "image_id": 1}]
    path.write_bytes(json.dumps(content, ensure_ascii=False).encode(encoding))
    assert not sniff(path.read_bytes()[:HEAD_SIZE], path)


def test_sniff_takes_empty_files_and_pointers_only_by_suffix(tmp_path: Path) -> None:
    for head in (b"", b" \n", b"version https://git-lfs.github.com/spec/v1\n"):
        assert sniff(head, tmp_path / "a.json")
        assert not sniff(head, tmp_path / "a.txt")


def test_a_list_without_a_quoted_key_is_none() -> None:
    """Nothing is raised for JSON that is none."""
    assert not sniff(b'{ annotations: [{"bbox": [1, 2, 3, 4]}]}', "a.json")
