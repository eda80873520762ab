"""KITTI: a class, attributes, a box and a box in space, between blanks."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import add, text

CAR = "Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57"
CYCLIST = "Cyclist 0.00 3 -1.65 676.60 163.95 688.98 193.93 1.86 0.60 2.02 4.59 1.32 45.84 -1.55"
VAN = "Van 0.12 1 0.40 100 150 180 210 2.10 1.90 4.80 -9.20 1.70 21.00 0.05"
_SPACE = "-1 -1 -1 -1000 -1000 -1000 -10"
REGION = f"DontCare -1 -1 -10 503.89 169.71 590.61 190.13 {_SPACE}"
FLAT = f"delivery bike -1 -1 -10 40.5 60.0 90.5 120.0 {_SPACE}"


def clean() -> Dataset:
    """Two regions that do not count, a class with a space, results with a score, and an image without objects."""
    files = {
        "label_2/000000.txt": text([CAR, CYCLIST, REGION]),
        "label_2/000001.txt": text([FLAT, VAN, f"{CAR} 0.93"], "\r\n"),
        "label_2/000002.txt": text([f"DontCare -1 -1 -10 3 3 3 3 {_SPACE}", VAN]),
        "label_2/000003.txt": b"",
    }
    return Dataset("kitti/clean", files)


def dirty() -> Dataset:
    """Boxes without area and reversed ones, and lines with too few, too many and no numbers."""
    dataset = Dataset("kitti/dirty")
    boxes = [
        (CAR,),
        (f"Car 0.00 0 1.85 300.00 181.54 300.00 203.12 {_SPACE}", "BX101"),
        (f"Car 0.00 0 1.85 323.81 181.54 287.63 203.12 {_SPACE}", "BX102"),
        (f"Car 0.00 0 1.85 -20.00 181.54 87.63 203.12 {_SPACE}", "BX202"),
        (VAN,),
        (VAN, "BX301"),
        (REGION,),
        (REGION,),
    ]
    add(dataset, "label_2/000100.txt", boxes)
    lines = [
        (CYCLIST,),
        (f"Car 0.00 0 1.85 387.63 18I.54 423.81 203.12 {_SPACE}", "BX003"),
        (f"Car 0.00 0 1.85 inf 181.54 423.81 203.12 {_SPACE}", "BX001"),
        ("Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87", "BX005"),
        (f"{CAR} 0.93 7", "BX005"),
        ("Car 0.00 0 1.85 387.63 181.54 423.81 203.12 tall 1.87 3.69 -16.53 2.39 58.49 1.57", "BX005"),
        ("nothing here", "BX005"),
        (VAN,),
    ]
    add(dataset, "label_2/000101.txt", lines)
    return dataset
