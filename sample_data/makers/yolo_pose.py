"""YOLO poses: a box and keypoints as fractions of their images, with and without visibilities."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.photos import bitmap
from sample_data.makers.yolo import add, data_yaml, text

SIZE = (320, 240)
SHAPE = "kpt_shape: [3, 3]\n"
GOOD = [
    "0 0.500 0.500 0.300 0.600 0.500 0.250 2 0.400 0.500 1 0.600 0.700 2",
    "0 0.200 0.300 0.200 0.400 0.200 0.150 2.0 0.000 0.000 0.0 0.250 0.450 2.0",
]


def clean() -> Dataset:
    """Keypoints that are hidden or absent, two numbers a keypoint in a dataset of its own, and an empty image."""
    labels = {
        "train/run_001": text(GOOD),
        "train/run_002": text(GOOD[:1], "\r\n"),
        "train/run_003": b"",
        "val/run_004": text(GOOD[1:]).rstrip(),
    }
    files = {f"labels/{name}.txt": content for name, content in labels.items()}
    files |= {f"images/{name}.pbm": bitmap(*SIZE) for name in labels}
    files["plain/data.yaml"] = data_yaml(("tiger",), "kpt_shape: [2, 2]\n")
    files["plain/labels/train/tiger_1.txt"] = text(["0 0.5 0.5 0.4 0.4 0.40 0.45 0.60 0.55"])
    return Dataset("yolo_pose/clean", {"data.yaml": data_yaml(("person",), SHAPE), **files})


def dirty() -> Dataset:
    """Keypoints too many or too few, outside the image, and with a visibility that is none."""
    dataset = Dataset("yolo_pose/dirty")
    dataset.files["data.yaml"] = data_yaml(("person",), SHAPE)
    lines: list[tuple[str, ...]] = [
        (GOOD[0],),
        ("0 0.5 0.5 0.3 0.6 0.5 0.25 2 0.4 0.5 1", "BX002"),
        ("0 0.5 0.5 0.3 0.6", "BX002"),
        ("0 0.5 0.5 0.3 0.6 0.5 0.25 2 nan 0.5 1 0.6 0.7 2", "BX001"),
        ("0 0.5 0.5 0.3 0.6 0.5 0.25 2 x 0.5 1 0.6 0.7 2", "BX003"),
        ("0 0.500 0.480 0.300 0.600 0.500 0.250 2 0.400 0.500 1 0.600 0.700 3", "BX608"),
        ("0 0.500 0.460 0.300 0.600 0.500 0.250 2 1.008 0.500 1 0.600 0.700 2", "BX609"),
        ("0 0.500 0.440 0.300 0.600 0.500 0.250 2 1.200 0.500 1 0.600 0.700 2", "BX209"),
        ("0 0.900 0.500 0.300 0.600 0.900 0.250 2 0.850 0.500 1 0.950 0.700 2", "BX202"),
        ("person 0.5 0.5 0.3 0.6 0.5 0.25 2 0.4 0.5 1 0.6 0.7 2", "BX005"),
        ("1 0.250 0.460 0.300 0.600 0.200 0.250 2 0.100 0.500 1 0.300 0.700 2", "BX401"),
    ]
    add(dataset, "labels/train/run_101.txt", lines)
    add(dataset, "labels/train/run_102.txt", [(line,) for line in GOOD])
    dataset.plant("BX903", "labels/train/run_101.txt", image="run_101")
    for name in ("run_101", "run_102"):
        dataset.files[f"images/train/{name}.pbm"] = bitmap(*SIZE)
    return dataset
