"""SODA-A: quadrilaterals in JSON, a file an image; whole images and cut ones."""

from __future__ import annotations

import json
from typing import Any

from sample_data.makers.dataset import Dataset

CLASSES = {0: "airplane", 1: "helicopter", 2: "small-vehicle", 3: "large-vehicle", 4: "ship", 9: "ignore"}
SHIP = [410.0, 1220.5, 452.0, 1231.0, 449.0, 1243.0, 407.0, 1232.5]
CAR = [2031, 88, 2049, 94, 2046, 103, 2028, 97]


def item(poly: Any, category: int = 4) -> str:
    """An object as the dataset writes it."""
    return json.dumps({"poly": poly, "category_id": category})


def page(name: str, objects: list[str], size: tuple[int, int] = (4761, 2777)) -> bytes:
    """A file: the image, the classes, and the objects as text."""
    image = json.dumps({"file_name": name, "width": size[0], "height": size[1], "id": 0})
    classes = json.dumps([{"id": number, "name": label} for number, label in CLASSES.items()])
    return f'{{"images": {image}, "categories": {classes}, "annotations": [{", ".join(objects)}]}}'.encode()


def clean() -> Dataset:
    """Two whole images, an ignore region among them, and a cut one, whose objects say how much of them is left."""
    region = json.dumps({"poly": [0, 0, 900, 0, 900, 40, 0, 40], "category_id": 9})
    cut = {"annotations": [{"poly": CAR, "cat_id": 2, "trunc": 0}, {"poly": SHIP, "cat_id": 4, "trunc": 1}]}
    return Dataset(
        "soda/clean",
        {
            "whole/00001.json": page("00001.jpg", [item(SHIP), item(CAR, 2)]),
            "whole/00002.json": page("00002.jpg", [item([60, 60, 90, 60, 90, 85, 60, 85], 0), region]),
            "cut/00001__800__0___0.json": json.dumps(cut, indent=1).encode(),
        },
    )


def dirty() -> Dataset:
    """Objects without extent, with more than four corners, without a class, and files that are cut off."""
    dataset = Dataset("soda/dirty")
    objects: list[tuple[str, ...]] = [
        (item(SHIP),),
        (item([600, 600, 600, 600, 600, 600, 600, 600]), "BX501"),
        (item([200, 200, 260, 240, 260, 200, 200, 240], 2), "BX502"),
        (item([10, 10, 60, 10, 80, 40, 60, 70, 10, 70], 2), "BX002"),
        (item([700, 700, "740", 700, 740, 730, 700, 730], 2), "BX003"),
        (json.dumps({"poly": CAR}), "BX006"),
        (json.dumps({"category_id": 4}), "BX006"),
        ("17", "BX005"),
        (item([5000, 100, 5040, 100, 5040, 130, 5000, 130], 2), "BX512"),
        (item([900, 900, 980, 900, 980, 960, 900, 960], 7), "BX401"),
        (item(CAR, 2),),
        (item(CAR, 2), "BX301"),
    ]
    for index, (_, *codes) in enumerate(objects):
        for code in codes:
            dataset.plant(code, "00001.json", annotation=index)
    dataset.files["00001.json"] = page("00001.jpg", [text for text, *_ in objects])
    whole = page("00002.jpg", [item(SHIP), item(CAR, 2)])
    dataset.files["00002.json"] = whole[:-30]
    dataset.plant("BX004", "00002.json")
    return dataset
