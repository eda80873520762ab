"""What is told from COCO, and what is COCO with fields of its own: Objects365, TACO, panoptic segments, captions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import boxlint
from boxlint.formats import detect
from sample_data.makers.coco import annotation, document
from tests.fix_checks import fix_copy

REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
OWN = {"isfake": 0, "isreflected": 1}


def objects365() -> bytes:
    """Objects of 365 categories with two fields more, one of them half a pixel past the border."""
    name = "images/v1/patch0/objects365_v1_00000000.jpg"
    images = [{"id": 1, "file_name": name, "width": 1280, "height": 720, "license": 5, "url": ""}]
    categories = [{"id": number, "name": f"thing {number}"} for number in range(1, 366)]
    boxes = [[20.5 + 3 * number, 30.0 + number, 40.25, 50.5] for number in range(0, 366, 8)]
    objects = [annotation(row + 1, 1, 1 + row % 365, box, **OWN) for row, box in enumerate(boxes)]
    return document([*objects, annotation(1000, 1, 365, [1200.0, 600.0, 80.5, 40.0], **OWN)], images, categories)


def test_objects365_is_coco_with_known_fields(tmp_path: Path) -> None:
    path = tmp_path / "objects365_val.json"
    path.write_bytes(objects365())
    assert list(boxlint.check([path], isolated=True)) == []
    assert list(boxlint.check([path], select=["BX010"], isolated=True)) == []
    assert [finding.code for finding in boxlint.check([path], select=["BX211"], isolated=True)] == ["BX211"]


def test_fixes_keep_fields_that_nobody_knows(tmp_path: Path) -> None:
    text = objects365().decode().replace('"bbox": [20.5, ', '"note": 1.50, "bbox": [-20.5, ')
    path = tmp_path / "objects365_val.json"
    path.write_text(text, encoding="utf-8", newline="")
    boxlint.fix(path, unsafe_fixes=True, drop_invalid=True, isolated=True)
    after = path.read_text(encoding="utf-8")
    box, area = '"bbox": [-20.5, 30.0, 40.25, 50.5]', '"area": 2032.625'
    assert text.count(box) == 1
    clipped = text.replace(f"{box}, {area}", '"bbox": [0.0, 30.0, 19.75, 50.5], "area": 997.375')
    assert after == clipped


@pytest.mark.parametrize(
    "record",
    [
        {"image_id": 1, "id": 1, "caption": "a ship"},
        {"image_id": 1, "file_name": "a.png", "segments_info": [{"id": 3, "category_id": 1, "bbox": [1, 2, 3, 4]}]},
    ],
)
def test_captions_and_panoptic_segments_are_not_taken(tmp_path: Path, record: dict[str, Any]) -> None:
    for count in (1, 3000):
        path = tmp_path / "a.json"
        path.write_bytes(document([record] * count))
        assert detect(path) is None


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
@pytest.mark.parametrize("source", ["pedropro+TACO", "jin-s13+xtcocoapi"])
def test_real_relatives_are_fixed_and_keep_their_fields(source: str, tmp_path: Path) -> None:
    folder = Path(REAL_DATA, source)
    if not folder.is_dir():
        pytest.skip(f"{source} is not among the real files")
    fix_copy(folder, tmp_path / source, select=["ALL"], max_drop=1.0)
