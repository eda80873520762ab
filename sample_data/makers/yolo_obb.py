"""YOLO-OBB: four corners as fractions of their images."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.photos import bitmap
from sample_data.makers.yolo import add, data_yaml, text

NAMES = ("plane", "ship")
SIZE = (400, 300)
GOOD = [
    "0 0.500000 0.500000 0.560000 0.510000 0.555000 0.560000 0.495000 0.550000",
    "1 0.100000 0.200000 0.300000 0.200000 0.300000 0.266667 0.100000 0.266667",
    "1 0.70 0.12 0.80 0.12 0.80 0.32 0.70 0.32",
]


def clean() -> Dataset:
    """Upright and turned boxes, and an image without objects."""
    labels = {
        "train/P0001": text(GOOD),
        "train/P0002": text(GOOD[:2], "\r\n"),
        "train/P0003": b"",
        "val/P0004": text(GOOD[2:]).rstrip(),
    }
    files = {f"labels/{name}.txt": content for name, content in labels.items()}
    files |= {f"images/{name}.pbm": bitmap(*SIZE) for name in labels}
    return Dataset("yolo_obb/clean", {"data.yaml": data_yaml(NAMES), **files})


def dirty() -> Dataset:
    """Corners in a wrong order, boxes too thin or out of the image, and lines of other kinds."""
    dataset = Dataset("yolo_obb/dirty")
    dataset.files["data.yaml"] = data_yaml(NAMES)
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("0 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2", "BX501"),
        ("0 0.20 0.20 0.30 0.30 0.30 0.20 0.20 0.30", "BX502"),
        ("1 0.60 0.60 0.70 0.60 0.70 0.6033 0.60 0.6033", "BX506"),
        (GOOD[2],),
        (GOOD[2], "BX301"),
        (GOOD[2].replace("1", "0", 1), "BX303"),
        ("0 0.5 0.5 0.6 0.5 inf 0.6 0.5 0.6", "BX001"),
        ("0 0.5 0.5 0.1", "BX002"),
        ("0 0.5 0.5 0.6 0.5 0.6 0.6 0.5 0.6 0.913", "BX002"),
        ("0 0.5 0.5 0.6 0.5 0.6 O.6 0.5 0.6", "BX003"),
        ("plane 0.5 0.5 0.6 0.5 0.6 0.6 0.5 0.6", "BX005"),
        ("2 0.5 0.7 0.6 0.7 0.6 0.8 0.5 0.8", "BX401"),
    ]
    add(dataset, "labels/train/P0101.txt", lines)
    add(dataset, "labels/train/P0102.txt", [(GOOD[0],), (GOOD[1],)])
    dataset.plant("BX903", "labels/train/P0101.txt", image="P0101")
    for name in ("P0101", "P0102"):
        dataset.files[f"images/train/{name}.pbm"] = bitmap(*SIZE)
    return dataset
