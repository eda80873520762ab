"""labelme: shapes of points in JSON files, with those that X-AnyLabeling adds, and of versions that said less."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset

Shape = dict[str, Any]
SHIP = [[100.5, 200.25], [180.5, 240.75]]
PIER = [[300, 120], [380.5, 130], [370, 190.5], [310, 180]]


def shape(label: str, points: Any, kind: str = "rectangle", **others: Any) -> Shape:
    """A shape as labelme 5 writes it."""
    return {"label": label, "points": points, "group_id": None, "shape_type": kind, "flags": {}, **others}


def document(name: str, shapes: Sequence[Any], indent: int | None = 2, **others: Any) -> bytes:
    """A file of an image of 640 x 480 pixels."""
    value: dict[str, Any] = {"version": "5.3.1", "flags": {}, "shapes": shapes, "imagePath": f"{name}.jpg"}
    size = {"imageHeight": 480, "imageWidth": 640, **others}
    return json.dumps({**value, "imageData": None, **size}, indent=indent).encode() + b"\n"


def clean() -> Dataset:
    """Corners in any order, all four of them, polygons, circles, lines, points, turned boxes, and older versions."""
    turned = [[400.0, 300.0], [440.0, 310.0], [435.0, 330.0], [395.0, 320.0]]
    whole = [[20.0, 30.0], [90.0, 30.0], [90.0, 80.0], [20.0, 80.0]]
    others = [
        shape("buoy", [[500, 400], [510, 405]], "circle"),
        shape("wake", [[20, 400], [80, 420], [120, 410]], "linestrip"),
        shape("wake", [[20, 440], [80, 450]], "line"),
        shape("mast", [[130, 210]], "point"),
        shape("ship", turned, "rotation", direction=0.2449786631268641, difficult=False),
        shape("ship", whole, "rectangle", score=None, attributes={}),
    ]
    old = {
        "flags": {},
        "shapes": [{"label": "pier", "line_color": None, "fill_color": None, "points": PIER}],
        "lineColor": [0, 255, 0, 128],
        "fillColor": [255, 0, 0, 128],
        "imagePath": "a0003.jpg",
        "imageData": "aW52ZW50ZWQ=",
        "imageHeight": 480,
        "imageWidth": 640,
    }
    files = {
        "a0001.json": document("a0001", [shape("ship", SHIP), shape("pier", PIER, "polygon")]),
        "a0002.json": document("a0002", [shape("ship", [[180.5, 40.75], [100.5, 10.25]]), *others], None),
        "a0003.json": json.dumps(old, indent=4).encode(),
        "a0004.json": document("a0004", []),
    }
    return Dataset("labelme/clean", files)


def dirty() -> Dataset:
    """Boxes that cannot be learned, shapes that are none, and names that are missing."""
    dataset = Dataset("labelme/dirty")
    planted: list[tuple[Any, ...]] = [
        (shape("ship", SHIP),),
        (shape("ship", [[100, 300], [100, 340]]), "BX101"),
        (shape("ship", [[600.5, 400], [660, 440]]), "BX202"),
        (shape("ship", [[700, 400], [760, 440]]), "BX201"),
        (shape("ship", [SHIP[1], SHIP[0]]), "BX301"),
        (shape("ship", [[10, 10], [30, float("nan")]]), "BX001"),
        (shape("pier", [[10, 10], [30, 40]], "polygon"), "BX601"),
        (shape("pier", [[10, 100], [60, 150], [60, 100], [10, 150]], "polygon"), "BX613"),
        (shape("pier", [[200, 100], [240, 100], [280, 100]], "polygon"), "BX603"),
    ]
    _add(dataset, "b0001", planted)
    records: list[tuple[Any, ...]] = [
        (shape("ship", SHIP),),
        (shape("ship", [[10, 10], [30, 40], [50, 60]]), "BX002"),
        (shape("ship", [[10, "10"], [30, 40]]), "BX003"),
        (shape("ship", None), "BX005"),
        ("ship", "BX005"),
        ({"points": PIER, "shape_type": "polygon"}, "BX006"),
        ({"label": "pier", "shape_type": "polygon"}, "BX006"),
        (shape("ship", [[300, 10], [340, 40]]),),
    ]
    _add(dataset, "b0002", records)
    _add(dataset, "b0003", [(shape("", SHIP),), (shape("pier", PIER, "polygon"),)])
    dataset.plant("BX406", "b0003.json")
    dataset.files["b0004.json"] = document("b0004", [shape("ship", SHIP)])[:200]
    dataset.plant("BX004", "b0004.json")
    dataset.files["b0005.json"] = document("b0005", [shape("ship", SHIP)], imageHeight=None)
    dataset.plant("BX205", "b0005.json", image="b0005.jpg")
    return dataset


def _add(dataset: Dataset, name: str, shapes: Sequence[tuple[Any, ...]]) -> None:
    """Writes one file of shapes, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(shapes):
        for code in codes:
            dataset.plant(code, f"{name}.json", annotation=index)
    dataset.files[f"{name}.json"] = document(name, [found for found, *_ in shapes])
