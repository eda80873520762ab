"""Label Studio: percents of the image, tasks with the results of annotators, and JSON-MIN."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset

Result = dict[str, Any]
SIZE = {"original_width": 800, "original_height": 600}


def result(kind: str, label: str | None, **value: Any) -> Result:
    """A result as it is exported."""
    named = {} if label is None else {f"{kind}labels": [label]}
    return {**SIZE, "image_rotation": 0, "value": {**value, **named}, "from_name": "label", "type": f"{kind}labels"}


def rectangle(label: str | None, x: Any, y: Any, width: Any, height: Any, rotation: Any = 0) -> Result:
    """A box about its left upper corner."""
    return result("rectangle", label, x=x, y=y, width=width, height=height, rotation=rotation)


def task(name: str, *results: Sequence[Any], cancelled: bool = False) -> dict[str, Any]:
    """A task with an annotation for each list of results."""
    made = [{"result": own, "was_cancelled": cancelled, "lead_time": 9.5} for own in results]
    return {"id": 1, "annotations": made, "data": {"image": f"/data/upload/1/{name}"}, "predictions": []}


def clean() -> Dataset:
    """Turned boxes, outlines, keypoints, brushes, choices, an annotation that was cancelled, and other exports."""
    drawn = [
        rectangle("butterfly", 10.54, 79.56, 19.05, 8.13, 328.33),
        result("polygon", "leaf", points=[[10, 10.5], [30.25, 12], [28, 30]], closed=True),
        result("ellipse", "leaf", x=60, y=40, radiusX=5, radiusY=8, rotation=0),
        result("keypoint", "eye", x=50, y=50, width=0.4),
        {**SIZE, "value": {"format": "rle", "rle": [0, 1, 2], "brushlabels": ["leaf"]}, "type": "brushlabels"},
        {"value": {"choices": ["sharp"]}, "from_name": "quality", "to_name": "image", "type": "choices"},
    ]
    tasks = [
        task("a.jpg", drawn),
        task("b.jpg", [rectangle("butterfly", 20, 20, 0, 0)], cancelled=True),
        task("c.jpg", [rectangle("butterfly", 29.471544715447155, 17.61517615176152, 47.76422764227644, 9.5)]),
        task("d.jpg"),
    ]
    old = task("e.jpg", [rectangle("butterfly", 1, 2, 30, 40)])
    old["completions"] = old.pop("annotations")
    least = {**SIZE, "x": 20.5, "y": 30, "width": 10, "height": 20, "rotation": 0, "rectanglelabels": ["butterfly"]}
    least_task = {"image": "/data/upload/1/f.jpg", "id": 7, "label": [least, {**least, "x": 60}], "annotator": 1}
    files = {
        "export/project.json": json.dumps(tasks).encode(),
        "old/project.json": json.dumps([old], indent=2).encode(),
        "min/project.json": json.dumps([least_task]).encode(),
    }
    return Dataset("labelstudio/clean", files)


def dirty() -> Dataset:
    """Boxes past the border, boxes without a name, percents of nothing."""
    dataset = Dataset("labelstudio/dirty")
    unsized = rectangle("butterfly", 10, 10, 20, 20)
    del unsized["original_width"]
    planted: list[tuple[Any, ...]] = [
        (rectangle("butterfly", 10, 10, 20, 20),),
        (rectangle("butterfly", 50, 10, 0, 20), "BX101"),
        (rectangle("butterfly", 90, 50, 30, 20), "BX202"),
        (rectangle("butterfly", 110, 50, 30, 20), "BX201"),
        (rectangle("butterfly", 10, 10, 20, 20), "BX301"),
        (rectangle("butterfly", 60, 10, 0, 20, 30), "BX507"),
        (rectangle("butterfly", 40, 70, 20, 20),),
        (rectangle("butterfly", 70, 70, 20, 20),),
        (result("polygon", "leaf", points=[[10, 40], [20, 50], [20, 40], [10, 50]]), "BX613"),
    ]
    records: list[tuple[Any, ...]] = [
        (rectangle("butterfly", 10, 10, 20, 20),),
        (rectangle(None, 40, 10, 20, 20), "BX006"),
        (unsized, "BX006"),
        (rectangle("butterfly", 10, "40", 20, 20), "BX003"),
        (result("rectangle", "butterfly", x=10, y=20), "BX006"),
        (result("polygon", "leaf", points=[[10], [30, 12], [28, 30]]), "BX005"),
        ("butterfly", "BX005"),
        (rectangle("leaf", 70, 70, 20, 20),),
    ]
    for index, (_, *codes) in enumerate([*planted, *records]):
        for code in codes:
            dataset.plant(code, "project.json", annotation=index)
    tasks = [task(f"{place}.jpg", [found for found, *_ in own]) for place, own in enumerate((planted, records))]
    dataset.files["project.json"] = json.dumps([*tasks, task("empty.jpg")], indent=1).encode()
    return dataset
