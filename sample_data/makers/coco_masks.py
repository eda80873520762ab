"""COCO with outlines: polygons and run lengths, right and wrong."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import annotation, document
from sample_data.makers.dataset import Dataset

IMAGES = [
    {"id": 1, "file_name": "pond_01.jpg", "width": 640, "height": 480},
    {"id": 2, "file_name": "pond_02.jpg", "width": 640, "height": 480},
    {"id": 3, "file_name": "pond_03.jpg", "width": 640, "height": 480},
]
CATEGORIES = [{"id": 1, "name": "duck"}, {"id": 2, "name": "boat"}]
SIZE = [480, 640]


def _ring(x: float, y: float, width: float, height: float) -> list[float]:
    """An octagon that touches all sides of its box."""
    points = [(0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)]
    return [round(value, 2) for along, down in points for value in (x + along * width, y + down * height)]


def _block(x: int, y: int, width: int, height: int) -> dict[str, Any]:
    """A rectangle of pixels as run lengths, column by column."""
    rows = SIZE[0]
    counts = [x * rows + y, *[height, rows - height] * (width - 1), height]
    return {"size": SIZE, "counts": [*counts, SIZE[0] * SIZE[1] - sum(counts)]}


def _good() -> list[dict[str, Any]]:
    """Outlines of both kinds in every image, an object in two parts, and a crowd."""
    box, block = [40.5, 60.25, 120.0, 80.5], [300.0, 200.0, 12.0, 20.0]
    halves = [_ring(200.0, 60.0, 40.0, 30.0), _ring(260.0, 70.0, 60.0, 40.0)]
    annotations: list[dict[str, Any]] = []
    for image in IMAGES:
        annotations += [
            annotation(len(annotations) + 1, image["id"], 1, box, segmentation=[_ring(*box)]),
            annotation(len(annotations) + 2, image["id"], 2, block, segmentation=_block(300, 200, 12, 20)),
            annotation(len(annotations) + 3, image["id"], 1, [200.0, 60.0, 120.0, 50.0], segmentation=halves),
        ]
    crowd = annotation(len(annotations) + 1, 1, 1, [10.0, 400.0, 3.0, 5.0], iscrowd=1)
    return [*annotations, {**crowd, "segmentation": _block(10, 400, 3, 5)}]


def clean() -> Dataset:
    """Ten objects in three images."""
    return Dataset("coco_masks/clean", {"instances.json": document(_good(), IMAGES, CATEGORIES)})


def dirty() -> Dataset:
    """The same with faulty ones among them."""
    dataset, file = Dataset("coco_masks/dirty"), "instances.json"
    annotations = _good()
    box = [400.0, 100.0, 80.0, 60.0]
    x_min, y_min, x_max, y_max = 400.0, 100.0, 480.0, 160.0

    def add(segmentation: Any, *codes: str, **fields: Any) -> None:
        number = len(annotations)
        own = [box[0], box[1] + number, *box[2:]]
        for code in codes:
            dataset.plant(code, file, annotation=number)
        annotations.append(annotation(number + 1, 1 + number % 3, 2, own, **fields, segmentation=segmentation))

    def moved(*numbers: float) -> list[float]:
        return [value + len(annotations) * (place % 2) for place, value in enumerate(numbers)]

    add([moved(x_min, y_min, x_max, y_max)], "BX601")
    add([moved(*_ring(x_min, y_min, 80.0, 60.0)), [1.0, 2.0, 3.0]], "BX601")
    add([moved(x_min, y_min, x_max, y_max, 440.0, 130.0)], "BX603")
    add([moved(x_min, y_min, x_max, y_max, x_max, y_min, x_min, y_max)], "BX613")
    add([moved(x_min, y_min, x_max, y_min, float("nan"), y_max)], "BX611")
    add([moved(*_ring(300.0, y_min, 80.0, 60.0))], "BX604")
    add({**_block(300, 200, 12, 20), "counts": [144000, 20, 460]}, "BX605")
    add({"size": [640, 480], "counts": [640 * 480 - 20, 20]}, "BX605")
    add({"size": SIZE, "counts": [480 * 640]}, "BX606")
    dataset.files[file] = document(annotations, IMAGES, CATEGORIES)
    return dataset
