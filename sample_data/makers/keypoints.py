"""COCO with keypoints: gulls on a quay, four points each."""

from __future__ import annotations

from typing import Any

from sample_data.makers.coco import annotation, document
from sample_data.makers.dataset import Dataset

IMAGES = [
    {"id": 1, "file_name": "quay_01.jpg", "width": 1280, "height": 720},
    {"id": 2, "file_name": "quay_02.jpg", "width": 1280, "height": 720},
    {"id": 3, "file_name": "quay_03.jpg", "width": 1280, "height": 720},
]
GULL = {"id": 1, "name": "gull", "keypoints": ["bill", "eye", "wing", "tail"], "skeleton": [[1, 2], [2, 3], [3, 4]]}
BOAT = {"id": 2, "name": "boat"}
PLACES = [(60.0, 80.5), (420.25, 300.0), (900.0, 515.5)]


def _gull(number: int, image: int, x: float, y: float, **fields: Any) -> dict[str, Any]:
    """A gull of 80 x 60 px with its upper left corner here; its wing is hidden, its tail not labelled."""
    points = [x + 78, y + 20, 2, x + 70.5, y + 12, 2, x + 40, y + 30.25, 1, 0, 0, 0]
    return annotation(number, image, 1, [x, y, 80.0, 60.0], **{"keypoints": points, "num_keypoints": 3, **fields})


def _good() -> list[dict[str, Any]]:
    """Nine good gulls, three in each image."""
    places = [(image, *place) for image in (1, 2, 3) for place in PLACES]
    return [_gull(number + 1, *place) for number, place in enumerate(places)]


def clean() -> Dataset:
    """Gulls, one of which nothing is labelled of, a crowd of them, and a boat, which has no keypoints."""
    annotations = _good()
    annotations += [
        _gull(10, 1, 640.0, 60.0, keypoints=[0] * 12, num_keypoints=0),
        _gull(11, 2, 640.0, 60.0, keypoints=[0] * 12, num_keypoints=0, iscrowd=1),
        annotation(12, 3, 2, [200.0, 60.5, 300.0, 120.0]),
        # where nobody counts the hidden ones, and a bill on the border of the image
        _gull(13, 3, 1200.0, 60.0, keypoints=[1280, 80, 2.0, 1270, 72, 2.0, 1240, 90, 1.0, 0, 0, 0.0], num_keypoints=2),
    ]
    return Dataset("coco_keypoints/clean", {"instances.json": document(annotations, IMAGES, [GULL, BOAT])})


def dirty() -> Dataset:
    """The same with faulty ones among them."""
    dataset, file = Dataset("coco_keypoints/dirty"), "instances.json"
    annotations = _good()

    def add(x: float, y: float, code: str, **fields: Any) -> None:
        dataset.plant(code, file, annotation=len(annotations))
        annotations.append(_gull(len(annotations) + 1, 1, x, y, **fields))

    add(200.0, 80.0, "BX607", keypoints=[278.0, 100.0, 2, 270.5, 92.0, 2], num_keypoints=2)
    add(320.0, 80.0, "BX608", keypoints=[398.0, 100.0, 0.93, 390.5, 92.0, 0.88, 360.0, 110.0, 0.41, 330.0, 110.0, 0.02])
    add(1190.0, 80.0, "BX609", keypoints=[1288.0, 100.0, 2, 1260.5, 92.0, 2, 1230.0, 110.0, 1, 0, 0, 0])
    add(560.0, 80.0, "BX612", num_keypoints=0)
    add(680.0, 80.0, "BX612", keypoints=[0] * 12, num_keypoints=3)
    add(800.0, 80.0, "BX001", keypoints=[878.0, float("nan"), 2, 870.5, 92.0, 2, 840.0, 110.0, 1, 0, 0, 0])
    dataset.files[file] = document(annotations, IMAGES, [GULL, BOAT])
    return dataset
