"""COCO: a harbour and a car park, seen from a drone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset

CATEGORIES = [
    {"id": 1, "name": "ship", "supercategory": "vehicle"},
    {"id": 2, "name": "car", "supercategory": "vehicle"},
    {"id": 3, "name": "drone", "supercategory": "aircraft"},
]
HEADER = {"info": {"description": "boxlint sample data", "version": "1.0"}, "licenses": [{"id": 1, "name": "CC0-1.0"}]}
IMAGES = [
    {"id": 1, "file_name": "harbour_01.jpg", "width": 1920, "height": 1080},
    {"id": 2, "file_name": "harbour_02.jpg", "width": 1920, "height": 1080},
    {"id": 3, "file_name": "car_park_01.jpg", "width": 1280, "height": 720},
    {"id": 4, "file_name": "car_park_02.jpg", "width": 1280, "height": 720},
]
BOXES = [
    [214.15, 141.29, 348.26, 243.78],
    [705.5, 96.25, 412.0, 178.5],
    [1300.0, 610.0, 255.75, 120.5],
    [40.0, 820.0, 180.25, 92.0],
    [903.3, 455.1, 66.4, 38.9],
]
"""Five boxes that fit every image, none near another."""


def annotation(id_: int, image: Any, category: Any, box: Sequence[Any], **fields: Any) -> dict[str, Any]:
    """One annotation; its area is that of the box unless `fields` says otherwise."""
    area = fields.pop("area", None)
    if area is None:
        area = round(abs(float(box[2]) * float(box[3])), 4)
    record = {"id": id_, "image_id": image, "category_id": category, "bbox": list(box), "area": area, "iscrowd": 0}
    return {**record, **fields}


def document(
    annotations: Sequence[Any],
    images: Sequence[Any] = IMAGES,
    categories: Sequence[Any] | None = CATEGORIES,
    header: dict[str, Any] = HEADER,
) -> bytes:
    """A COCO file with one record a line. A record that is a text stands in the file as it is."""
    parts = [f'"{name}": {json.dumps(value)}' for name, value in header.items()]
    for name, records in (("images", images), ("annotations", annotations), ("categories", categories)):
        if records is not None:
            lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
            parts.append(f'"{name}": [\n' + ",\n".join(f"  {line}" for line in lines) + "\n]")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def background(first_id: int = 1, images: Sequence[Any] = IMAGES) -> list[dict[str, Any]]:
    """One good annotation in each image."""
    return [annotation(first_id + i, image["id"], 1 + i % 3, BOXES[4]) for i, image in enumerate(images)]


def clean() -> Dataset:
    """Boxes with polygons, both forms of run-length encoding, a crowd, and key points."""
    corners = [214.15, 141.29, 562.41, 141.29, 562.41, 385.07, 214.15, 385.07]
    mask = {"size": [1080, 1920], "counts": [864096, 4, 1076, 4, 1208420]}
    crowd = {"size": [720, 1280], "counts": "\\`h5:Vf000000000000000000d^Tf0"}
    whale = {"keypoints": [300.0, 400.0, 2, 340.5, 410.0, 1], "num_keypoints": 2}
    annotations = [
        annotation(1, 1, 1, BOXES[0], segmentation=[corners]),
        annotation(2, 1, 1, BOXES[1], segmentation=[]),
        annotation(3, 1, 3, [800.0, 96.0, 2.0, 4.0], area=8, segmentation=mask),
        annotation(4, 2, 1, BOXES[2]),
        annotation(5, 2, 1, BOXES[4]),
        annotation(6, 3, 2, BOXES[0]),
        annotation(7, 3, 2, [262.0, 300.0, 10.0, 10.0], iscrowd=1, segmentation=crowd),
        annotation(8, 4, 4, [280.0, 380.0, 90.5, 61.0], **whale),
        annotation(9, 4, 2, [1190.5, 650.0, 90.0, 70.5]),  # half a pixel over the edge: a fence post, no fault
    ]
    person = {"id": 4, "name": "person", "keypoints": ["head", "feet"], "skeleton": [[1, 2]]}
    return Dataset("coco/clean", {"instances.json": document(annotations, categories=[*CATEGORIES, person])})


def dirty() -> Dataset:
    """Every planted fault in a file of its kind."""
    from sample_data.makers import coco_files, coco_records

    dataset = Dataset("coco/dirty")
    coco_records.boxes(dataset)
    coco_records.values(dataset)
    coco_records.references(dataset)
    coco_files.encodings(dataset)
    coco_files.structure(dataset)
    coco_files.whole_files(dataset)
    return dataset
