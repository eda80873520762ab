"""Datumaro: classes by their places, items with annotations of many types."""

from __future__ import annotations

import json
from typing import Any

from sample_data.makers.dataset import Dataset

NAMES = ("car", "bicycle")


def box(label: Any, x: Any, y: Any, width: Any, height: Any, **others: Any) -> dict[str, Any]:
    """A box by its left upper corner."""
    return {
        "id": 0,
        "type": "bbox",
        "attributes": {},
        "group": 0,
        "label_id": label,
        "bbox": [x, y, width, height],
        **others,
    }


def outline(label: Any, points: Any, kind: str = "polygon") -> dict[str, Any]:
    """A polygon, a line or points."""
    return {"id": 0, "type": kind, "attributes": {}, "group": 0, "label_id": label, "points": points}


def item(name: str, annotations: Any, key: str = "image") -> dict[str, Any]:
    """An item of 400 x 300 pixels."""
    return {"id": name, "annotations": annotations, key: {"path": f"train/{name}.jpg", "size": [300, 400]}}


def subset(items: Any, indent: int | None = None) -> bytes:
    """A subset with its classes."""
    labels = [{"name": name, "parent": "", "attributes": []} for name in NAMES]
    value = {"info": {}, "categories": {"label": {"labels": labels, "attributes": []}}, "items": items}
    return json.dumps(value, indent=indent).encode()


def clean() -> Dataset:
    """Boxes, outlines, crowds, what is about whole pictures, and an item without a size."""
    annotations = [
        {"id": 0, "type": "label", "attributes": {}, "group": 0, "label_id": 1},
        box(0, 11.5, 12, 100.5, 80),
        box(1, 200, 100, 60, 50),
        outline(0, [150.0, 200.0, 190.0, 205.5, 170.0, 240.0]),
        outline(1, [1, 2, 30, 40], "polyline"),
        {"id": 0, "type": "mask", "label_id": 0, "rle": {"counts": "a=<`0c2", "size": [300, 400]}},
        {"id": 0, "type": "caption", "caption": "two cars"},
    ]
    crowds = [box(0, 10, 10, 300, 200, attributes={"is_crowd": True})] * 2
    unsized = {"id": "d", "annotations": [box(1, 20, 30, 40, 50)]}
    files = {
        "annotations/train.json": subset([item("a", annotations), item("b", crowds, "media"), item("c", []), unsized]),
        "annotations/val.json": subset([item("e", [box(0, 60, 70, 80, 90), box(1, 200, 40, 30, 20)])], 2),
    }
    return Dataset("datumaro/clean", files)


def dirty() -> Dataset:
    """Classes that there are not, sizes that are none, and records that lack what they are about."""
    dataset = Dataset("datumaro/dirty")
    planted: list[tuple[Any, ...]] = [
        (box(0, 10, 20, 100, 80),),
        (box(0, 200, 20, 0, 80), "BX101"),
        (box(0, 300, 220, 80, -60), "BX102"),
        (box(1, 350, 120, 80, 60), "BX202"),
        (box(0, 10, 20, 100, 80), "BX301"),
        (outline(0, [150, 200, 190, 240, 190, 200, 150, 240]), "BX613"),
        (outline(0, [150, 200, 190]), "BX601"),
        (box(1, 220, 120, 100, 60),),
    ]
    records: list[tuple[Any, ...]] = [
        (box(0, 10, 20, 100, 80),),
        (box(None, 10, 120, 100, 80), "BX005"),
        ({"id": 1, "type": "bbox", "bbox": [1, 2, 30, 40]}, "BX006"),
        ({"id": 1, "type": "bbox", "label_id": 0}, "BX006"),
        ({"id": 1, "type": "bbox", "label_id": 0, "bbox": [1, 2, 30]}, "BX002"),
        (box(0, 10, "20", 100, 80), "BX003"),
        ("bbox", "BX005"),
        (box(0, 220, 120, 100, 60),),
        (box(1, 20, 220, 100, 60),),
    ]
    file = "train.json"
    for index, (_, *codes) in enumerate([*planted, *records]):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    items = [item(name, [found for found, *_ in own]) for name, own in (("a", planted), ("b", records))]
    dataset.files[file] = subset([*items, {"id": "c", "annotations": 3}], 1)
    dataset.plant("BX005", file, image="c")
    return dataset
