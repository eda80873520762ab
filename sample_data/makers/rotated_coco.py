"""COCO with rotated boxes: centre, size and an angle in radians, as thermal drone footage is published."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import annotation, document
from sample_data.makers.dataset import Dataset

IMAGES = [
    {"id": 0, "file_name": "thermal_000.jpg", "width": 640, "height": 512},
    {"id": 1, "file_name": "thermal_001.jpg", "width": 640, "height": 512},
    {"id": 2, "file_name": "thermal_002.jpg", "width": 640, "height": 512},
]
CATEGORIES = [{"id": 0, "name": "person"}, {"id": 1, "name": "car"}, {"id": 2, "name": "bicycle"}]
GOOD = [
    [320.5, 240.25, 42.0, 18.5, 0.7854],
    [120.0, 96.5, 31.25, 12.0, 2.35619],
    [500.0, 400.0, 60.0, 24.0, 0.0],
    [64.0, 300.0, 22.5, 21.0, 1.5708],
    [410.75, 120.0, 38.0, 16.0, 3.141593],
]


def _good() -> list[dict[str, Any]]:
    """Fifteen good boxes, five in each image."""
    boxes = [(image["id"], box) for image in IMAGES for box in GOOD]
    return [annotation(i + 1, image, i % 3, box) for i, (image, box) in enumerate(boxes)]


def clean() -> Dataset:
    """Fifteen boxes in three images."""
    return Dataset("coco_rotated/clean", {"instances.json": document(_good(), IMAGES, CATEGORIES)})


def dirty() -> Dataset:
    """The same with faulty ones among them."""
    dataset, file = Dataset("coco_rotated/dirty"), "instances.json"
    annotations = _good()

    def add(image: int, box: list[Any], *codes: str) -> None:
        for code in codes:
            dataset.plant(code, file, annotation=len(annotations))
        annotations.append(annotation(len(annotations) + 1, image, 1, box, area=99.0 + len(annotations)))

    add(0, [200.0, 200.0, 0.0, 14.0, 0.3], "BX507")
    add(0, [220.0, 380.0, 48.0, 1.5, 0.3], "BX506")
    add(0, [330.0, 60.0, 460.0, 4.0, 0.0], "BX511")
    add(1, [200.0, 200.0, 30.0, 14.0, 45.0], "BX508")
    add(1, [700.0, 240.0, 40.0, 20.0, 0.5], "BX512")
    add(1, [float("nan"), 240.0, 40.0, 20.0, 0.5], "BX001")
    add(2, [200.0, 200.0, 30.0, 14.0], "BX002")
    add(2, [260.0, 420.0, 30.0, "14", 0.4], "BX003")
    add(2, [560.0, 60.0, 30.0, 14.0, 0.4])
    add(2, [560.0, 60.0, 30.0, 14.0, 0.4], "BX301")
    dataset.files[file] = document(annotations, IMAGES, CATEGORIES)
    _degrees(dataset)
    return dataset


def _degrees(dataset: Dataset) -> None:
    """Twelve boxes whose angles are degrees, some of which might be radians by themselves."""
    file = "degrees.json"
    shapes = [[60.0 + 45 * number, 256.0, 40.0, 16.5, 7.5 * number - 30] for number in range(12)]
    annotations = [annotation(number + 1, 0, 1, shape) for number, shape in enumerate(shapes)]
    dataset.files[file] = document(annotations, IMAGES, CATEGORIES)
    dataset.plant("BX509", file)
