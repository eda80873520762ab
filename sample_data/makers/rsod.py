"""RSOD: the name of the image, the class and two corners, between tabs."""

from __future__ import annotations

from sample_data.makers.dataset import Dataset
from sample_data.makers.lines import add, text


def line(image: str, category: str, *numbers: object) -> str:
    """An object as the dataset writes it."""
    return "\t".join(map(str, (image, category, *numbers)))


def clean() -> Dataset:
    """Three images; one of them has no object."""
    files = {
        "labels/aircraft_4.txt": text(
            [line("aircraft_4", "aircraft", 66, 89, 122, 140), line("aircraft_4", "aircraft", 300, 12, 361, 80)]
        ),
        "labels/aircraft_5.txt": b"",
        "labels/oiltank_17.txt": text(
            [
                line("oiltank_17", "oiltank", *numbers)
                for numbers in ((5, 5, 60, 61), (70, 5, 124, 60), (5, 80, 60, 135))
            ],
            "\r\n",
        ),
    }
    return Dataset("rsod/clean", files)


def dirty() -> Dataset:
    """Boxes without area and reversed ones, a class in two spellings, and lines that are cut off."""
    dataset = Dataset("rsod/dirty")
    own = "overpass_9"
    lines = [
        (line(own, "overpass", 10, 20, 300, 90),),
        (line(own, "overpass", 40, 120, 40, 190), "BX101"),
        (line(own, "overpass", 140, 120, 60, 190), "BX102"),
        (line(own, "overpass", 10, 120, 60), "BX002"),
        (line(own, "overpass", 10, 12.5, "6O", 90), "BX003"),
        (line(own, "overpass", 10, "nan", 60, 90), "BX001"),
        (line(own, "overpass"), "BX005"),
        (line(own, "overpass", 210, 120, 260, 190),),
        (line(own, "overpass", 210, 120, 260, 190), "BX301"),
        (line(own, "Overpass", 410, 120, 460, 190),),
        (line(own, "playground", 500, 500, 700, 650),),
        (line(own, "playground", 500, 700, 700, 850),),
        (line(own, "playground", 800, 700, 900, 850),),
    ]
    add(dataset, f"labels/{own}.txt", lines)
    dataset.plant("BX404", f"labels/{own}.txt", category="Overpass")
    return dataset
