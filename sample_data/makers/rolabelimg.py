"""roLabelImg: rotated boxes as centre, size and an angle in radians, mixed with upright ones."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.voc import thing
from sample_data.makers.xml import labelled, numbers, page

NAMES = ("cx", "cy", "w", "h", "angle")
SIZE = (640, 512)
CAR = (215.984, 120.9863, 32.276, 15.9103, 2.589049)


def turned(name: str, *values: str | float) -> str:
    """An object with a rotated box."""
    return labelled(name, numbers("robndbox", NAMES, values), kind="robndbox")


def clean() -> Dataset:
    """Rotated boxes, and one file that has an upright one too."""
    files = {
        "0_60_30_0_01.xml": [turned("Car", *CAR), turned("Person", 400.5, 300.25, 12.0, 8.5, 0.0)],
        "0_60_30_0_02.xml": [turned("Bicycle", 90.0, 400.0, 18.0, 7.25, 3.141593)],
        "0_60_30_0_03.xml": [turned("Car", *CAR), thing("Person", 300, 200, 320, 260)],
    }
    written = {name: page(name.removesuffix(".xml"), SIZE, objects).encode() for name, objects in files.items()}
    return Dataset("rolabelimg/clean", written)


def dirty() -> Dataset:
    """Boxes without size, outside, turned in degrees, twice, or not numeric."""
    dataset = Dataset("rolabelimg/dirty")
    files: dict[str, list[tuple[str, ...]]] = {
        "1_60_30_0_01.xml": [
            (turned("Car", *CAR),),
            (turned("Car", *CAR), "BX301"),
            (turned("Person", *CAR), "BX303"),
            (turned("Car", 400.0, 300.0, 30.0, 0.0, 0.5), "BX507"),
            (turned("Car", 400.0, 400.0, 30.0, 1.25, 0.5), "BX506"),
            (turned("Car", 320.0, 60.0, 500.0, 4.5, 0.0), "BX511"),
        ],
        "1_60_30_0_02.xml": [
            (turned("Car", *CAR),),
            (turned("Car", 300.0, 300.0, 30.0, 15.0, 148.5), "BX508"),
            (turned("Car", 700.0, 300.0, 30.0, 15.0, 0.5), "BX512"),
            (turned("Car", 300.0, "inf", 30.0, 15.0, 0.5), "BX001"),
            (turned("Car", 300.0, 200.0, "wide", 15.0, 0.5), "BX003"),
            (thing("Person", 300, 200, 280, 260), "BX102"),
        ],
    }
    for file, objects in files.items():
        for index, (_, *codes) in enumerate(objects):
            for code in codes:
                dataset.plant(code, file, annotation=index)
        dataset.files[file] = page(file.removesuffix(".xml"), SIZE, [text for text, *_ in objects]).encode()
    return dataset
