"""Create ML: centres and sizes of boxes, an image a member of a list, with the keys of several tools."""

from __future__ import annotations

import json
from typing import Any

from sample_data.makers.dataset import Dataset


def box(label: str, x: Any, y: Any, width: Any, height: Any) -> dict[str, Any]:
    """An object about its centre."""
    return {"label": label, "coordinates": {"x": x, "y": y, "width": width, "height": height}}


def clean() -> Dataset:
    """Roboflow's keys on one line, and those of Apple's tool over many."""
    first = [
        {"image": "a.jpg", "annotations": [box("cat", 206.5, 267, 122.5, 78.5), box("dog", 60, 70.5, 40, 51)]},
        {"image": "b.jpg", "annotations": []},
        {"image": "c.jpg", "annotations": [box("cat", 103.025708, 156.280303, 100.05141599999999, 132.560606)]},
    ]
    second = [
        {"imagefilename": "d.jpg", "annotation": [box("cat", 300.0, 120.0, 64.0, 32.0), box("dog", 90, 80, 30, 20)]}
    ]
    files = {
        "train/_annotations.createml.json": json.dumps(first).encode(),
        "valid/_annotations.createml.json": json.dumps(second, indent=2).encode() + b"\n",
    }
    return Dataset("createml/clean", files)


def dirty() -> Dataset:
    """Sizes that are none, corners where centres belong, and records that lack what they are about."""
    dataset = Dataset("createml/dirty")
    planted: list[tuple[Any, ...]] = [
        (box("cat", 200, 200, 50, 60),),
        (box("cat", 300, 200, 0, 60), "BX101"),
        (box("cat", 300, 200, -40, 60), "BX102"),
        (box("cat", 20, 200, 80, 60), "BX202"),
        (box("cat", -200, 200, 50, 60), "BX201"),
        (box("cat", 200, 200, 50, 60), "BX301"),
        (box("dog", 200, 200, 50, 60), "BX303"),
        (box("cat", 500, 500, 60, 50),),
        (box("cat", 500, 700, 60, 50),),
    ]
    records: list[tuple[Any, ...]] = [
        (box("cat", 200, 200, 50, 60),),
        (box("cat", 200, "400", 50, 60), "BX003"),
        (box("cat", 200, float("inf"), 50, 60), "BX001"),
        ({"label": "cat"}, "BX006"),
        ({"label": "cat", "coordinates": {"x": 10, "y": 20, "width": 30}}, "BX006"),
        ({"coordinates": {"x": 100, "y": 120, "width": 30, "height": 40}}, "BX006"),
        (None, "BX005"),
        ({"label": "cat", "coordinates": [10, 20, 30, 40]}, "BX005"),
        (box("dog", 500, 500, 60, 50),),
    ]
    file = "_annotations.createml.json"
    for index, (_, *codes) in enumerate([*planted, *records]):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    images = [
        {"image": f"{name}.jpg", "annotations": [found for found, *_ in own]}
        for name, own in (("a", planted), ("b", records))
    ]
    images.append({"image": "c.jpg", "annotations": [box("", 90, 80, 30, 20)]})
    dataset.plant("BX406", file)
    images.append({"image": "d.jpg", "annotations": "none"})
    dataset.plant("BX005", file, image="d.jpg")
    dataset.files[file] = json.dumps(images, indent=1).encode()
    return dataset
