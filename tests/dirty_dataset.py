"""A small dataset with known faults, and one without, for the tests of command line and reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

IMAGES = [
    {"id": 1, "file_name": "harbour.jpg", "width": 800, "height": 600},
    {"id": 2, "file_name": "bridge.jpg", "width": 640, "height": 480},
]
CATEGORIES = [{"id": 1, "name": "ship"}, {"id": 2, "name": "bridge"}]


def annotation(number: int, image: int, box: list[float], **fields: Any) -> dict[str, Any]:
    """A sound COCO annotation but for what is given."""
    area = box[2] * box[3] if len(box) == 4 else 1.0
    return {"id": number, "image_id": image, "category_id": 1, "bbox": box, "area": area or 1.0, "iscrowd": 0, **fields}


def coco(*annotations: dict[str, Any]) -> dict[str, Any]:
    """A COCO document."""
    return {
        "info": {},
        "licenses": [],
        "images": [*IMAGES],
        "annotations": list(annotations),
        "categories": CATEGORIES,
    }


CLEAN = coco(
    annotation(1, 1, [10, 20, 30, 40]),
    annotation(2, 1, [100, 120, 60, 45]),
    annotation(3, 2, [15, 25, 35, 55], category_id=2),
)
DIRTY = coco(
    annotation(1, 1, [10, 20, 30, 40]),
    annotation(2, 1, [296.5, 388.25, 1.5, 0]),
    annotation(3, 1, [50, 60, 20, float("nan")]),
    annotation(4, 1, [780, 20, 60, 40]),
    annotation(5, 2, [620, 30, 50, 40], category_id=2),
    annotation(6, 2, [15, 25, 0, 55], category_id=2),
    annotation(7, 2, [15, 25, 35]),
    annotation(8, 2, [100, 100, 400, 3], category_id=2),
)
VOC = """<annotation>
  <folder>images</folder>
  <filename>quay.jpg</filename>
  <size><width>500</width><height>375</height><depth>3</depth></size>
  <object>
    <name>ship</name>
    <difficult>0</difficult>
    <bndbox><xmin>12</xmin><ymin>20</ymin><xmax>80</xmax><ymax>20</ymax></bndbox>
  </object>
  <object>
    <name>ship</name>
    <difficult>0</difficult>
    <bndbox><xmin>200</xmin><ymin>40</ymin><xmax>320</xmax><ymax>160</ymax></bndbox>
  </object>
</annotation>
"""


def write_clean(folder: Path) -> Path:
    """Write the sound dataset."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instances.json").write_text(json.dumps(CLEAN, indent=2), encoding="utf-8")
    return folder


def write_dirty(folder: Path, indent: int | None = 2) -> Path:
    """Write the faulty dataset: a COCO file, a Pascal VOC file, and a file that is neither."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instances.json").write_text(json.dumps(DIRTY, indent=indent), encoding="utf-8")
    (folder / "voc").mkdir(exist_ok=True)
    (folder / "voc" / "quay.xml").write_text(VOC, encoding="utf-8")
    (folder / "settings.json").write_text('{"theme": "dark"}\n', encoding="utf-8")
    return folder
