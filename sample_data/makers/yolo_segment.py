"""YOLO segmentation: polygons as fractions of their images."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.photos import bitmap
from sample_data.makers.yolo import add, data_yaml, text

NAMES = ("leaf", "fruit")
SIZE = (400, 300)
GOOD = [
    "0 0.10 0.10 0.30 0.12 0.35 0.30 0.20 0.40 0.08 0.25",
    "1 0.50 0.50 0.70 0.50 0.60 0.70",
    "1 0.52 0.10 0.72 0.10 0.72 0.30 0.52 0.30",
]


def clean() -> Dataset:
    """Three, four and more points, and an image without objects."""
    labels = {
        "train/plant_001": text(GOOD),
        "train/plant_002": text(GOOD[:2], "\r\n"),
        "train/plant_003": b"",
        "val/plant_004": text(GOOD[2:]).rstrip(),
    }
    files = {f"labels/{name}.txt": content for name, content in labels.items()}
    files |= {f"images/{name}.pbm": bitmap(*SIZE) for name in labels}
    return Dataset("yolo_segment/clean", {"data.yaml": data_yaml(NAMES), **files})


def dirty() -> Dataset:
    """Outlines that are none, boxes among them, and numbers that are missing."""
    dataset = Dataset("yolo_segment/dirty")
    dataset.files["data.yaml"] = data_yaml(NAMES)
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("0 0.1 0.1 0.2 0.2 0.3 0.3", "BX603"),
        ("0 0.1 0.6 0.3 0.6 nan 0.8", "BX611"),
        ("1 0.10 0.50 0.30 0.70 0.30 0.50 0.10 0.70", "BX613"),
        ("0 0.5 0.5 0.2", "BX002"),
        ("0 0.5 0.5 0.7 0.5 0.6 0.7 0.6", "BX002"),
        ("0 0.5 0.5 O.7 0.5 0.6 0.7", "BX003"),
        ("leaf 0.5 0.5 0.7 0.5 0.6 0.7", "BX005"),
        ("2 0.5 0.2 0.7 0.2 0.6 0.4", "BX401"),
    ]
    add(dataset, "labels/train/plant_101.txt", lines)
    add(dataset, "labels/train/plant_102.txt", [(GOOD[0],), (GOOD[1],)])
    dataset.plant("BX903", "labels/train/plant_101.txt", image="plant_101")
    for name in ("plant_101", "plant_102"):
        dataset.files[f"images/train/{name}.pbm"] = bitmap(*SIZE)
    return dataset
