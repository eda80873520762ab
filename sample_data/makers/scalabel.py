"""Scalabel: frames as a list and within an object, boxes by corners, outlines with and without curves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset


def box(category: str | None, x1: Any, y1: Any, x2: Any, y2: Any, **others: Any) -> dict[str, Any]:
    """A label with a box."""
    named = {} if category is None else {"category": category}
    return {"id": "00109430", **named, "box2d": {"x1": x1, "x2": x2, "y1": y1, "y2": y2}, **others}


def outline(category: str, vertices: Any, types: str, *, closed: bool = True) -> dict[str, Any]:
    """A label with a line or an outline."""
    return {"id": "7", "category": category, "poly2d": [{"vertices": vertices, "types": types, "closed": closed}]}


def frame(name: str, labels: Any, **others: Any) -> dict[str, Any]:
    """A frame of 1280 x 720 pixels."""
    return {"name": f"{name}.jpg", "size": {"width": 1280, "height": 720}, **others, "labels": labels}


def clean() -> Dataset:
    """Boxes, outlines, lanes, masks, crowds that overlap what they hold, and frames without labels."""
    vertices = [[10.5, 200.0], [60.0, 210.0], [55.25, 260.0]]
    curved = [[300, 300], [350, 290], [360, 310], [355, 350], [310, 340]]
    labels = [
        box("car", 1068.051474568342, 362.7665840944419, 1108.7226195720182, 466.2931350128905),
        outline("car", vertices, "LLL"),
        outline("rider", curved, "LCCLL"),
        outline("lane", [[0, 700], [600, 400]], "LL", closed=False),
        {"id": "3", "category": "road", "box2d": None, "rle": {"counts": "a=<`0c2", "size": [720, 1280]}},
    ]
    crowd = {"crowd": True, "occluded": False}
    crowded = [box("person", 100, 100, 400, 300, attributes=crowd), box("person", 100, 100, 400, 300, attributes=crowd)]
    frames = [frame("a", labels), frame("b", crowded, videoName="b1", frameIndex=0), frame("c", None)]
    whole = {"frames": [frame("d", [box("car", 10, 20, 60.5, 80)])], "groups": None, "config": None}
    files = {
        "det_train.json": json.dumps(frames).encode(),
        "det_val.json": json.dumps(whole, indent=2).encode(),
    }
    return Dataset("scalabel/clean", files)


def dirty() -> Dataset:
    """Corners that are exchanged, boxes past the border, and records that lack what they are about."""
    dataset = Dataset("scalabel/dirty")
    planted: list[tuple[Any, ...]] = [
        (box("car", 100, 100, 200, 180),),
        (box("car", 400, 100, 300, 180), "BX102"),
        (box("car", 500, 100, 500, 180), "BX101"),
        (box("car", 1200, 100, 1320.5, 180), "BX202"),
        (box("car", 100, 100, 200, 180), "BX301"),
        (outline("car", [[10, 500], [60, 550], [60, 500], [10, 550]], "LLLL"), "BX613"),
        (box("car", 700, 100, 800, 180),),
        (box("car", 900, 100, 980, 180),),
    ]
    records: list[tuple[Any, ...]] = [
        (box("car", 100, 100, 200, 180),),
        (box(None, 300, 100, 400, 180), "BX006"),
        (box("car", 300, "100", 400, 180), "BX003"),
        ({"id": "1", "category": "car", "box2d": {"x1": 1, "y1": 2, "x2": 3}}, "BX006"),
        ({"id": "1", "category": "car", "box2d": [1, 2, 3, 4]}, "BX005"),
        ({"id": "1", "category": "car", "poly2d": [{"vertices": [[1], [2, 3]], "types": "LL"}]}, "BX005"),
        (17, "BX005"),
        (box("bus", 700, 100, 800, 180),),
    ]
    _add(dataset, "labels.json", [planted, records])
    return dataset


def _add(dataset: Dataset, file: str, frames: Sequence[Sequence[tuple[Any, ...]]]) -> None:
    """Writes one file of frames with their labels, each with the codes planted on it, and one whose list is none."""
    for index, (_, *codes) in enumerate(label for labels in frames for label in labels):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    value = [frame(str(number), [found for found, *_ in labels]) for number, labels in enumerate(frames)]
    dataset.plant("BX005", file, image="none.jpg")
    dataset.files[file] = json.dumps([*value, frame("none", {})], indent=1).encode()
