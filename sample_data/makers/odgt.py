"""ODGT: people in a square, in three boxes each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset


def person(x: float, y: float, number: int = 0, **fields: Any) -> dict[str, Any]:
    """A person of 80 x 200 px with its upper left corner here, whose lower half is hidden."""
    return {
        "tag": "person",
        "hbox": [x + 20, y + 5, 36, 40],
        "head_attr": {"ignore": 0, "occ": 0, "unsure": 0},
        "fbox": [x, y, 80, 200],
        "vbox": [x, y, 80, 104],
        "extra": {"box_id": number, "occ": 1},
        **fields,
    }


def mask(x: float, y: float) -> dict[str, Any]:
    """A region in which nobody is counted."""
    nothing = {"hbox": [x, y, 0, 0], "head_attr": {}, "vbox": [x, y, 0, 0]}
    return {"tag": "mask", "fbox": [x, y, 300, 0], **nothing, "extra": {"ignore": 1}}


def line(name: Any, boxes: Sequence[Any]) -> str:
    """An image. A box that is a text stands in the file as it is."""
    written = ", ".join(box if isinstance(box, str) else json.dumps(box) for box in boxes)
    return f'{{"ID": {json.dumps(name)}, "gtboxes": [{written}]}}'


def clean() -> Dataset:
    """People, one of them past the border of the image and one to be ignored, a region, and an empty square."""
    ignored = {"extra": {"box_id": 2, "occ": 1, "ignore": 1}}
    lines = [
        line("283001,1a2b3c000868e92d4", [person(100, 300), person(-30, 420, 1), person(300, 300, 2, **ignored)]),
        line("283002,1a2b3c000868e92d5", [person(500, 310, head_attr={}), mask(700, 40)]),
        line("283003,1a2b3c000868e92d6", []),
        line("283004,1a2b3c000868e92d7", [person(820, 330.5), person(1000, 900, 1)]),
    ]
    return Dataset("odgt/clean", {"annotation_val.odgt": "".join(text + "\n" for text in lines).encode()})


def dirty() -> Dataset:
    """Objects that cannot be read or trained on, and lines that are no image."""
    dataset, file = Dataset("odgt/dirty"), "annotation_train.odgt"
    objects: list[Any] = [person(100, 300)]
    for code, found in (
        ("BX101", person(200, 300, fbox=[200, 300, 0, 200])),
        ("BX102", person(300, 300, fbox=[300, 300, -80, 200])),
        ("BX001", person(400, 300, fbox=[400, float("nan"), 80, 200])),
        ("BX002", person(500, 300, fbox=[500, 300, 80])),
        ("BX003", person(600, 300, fbox=[600, 300, "80", 200])),
        ("BX006", {"tag": "person", "vbox": [700, 300, 80, 104]}),
        ("BX005", person(800, 300, vbox=[800, 300, 80])),
        ("BX005", "17"),
        ("BX301", person(100, 300, 9)),
    ):
        dataset.plant(code, file, annotation=len(objects))
        objects.append(found)
    lines = [line("283001,a", objects), line("283002,b", [person(100, 300), person(400, 300, 1)])]
    lines += [line("283003,c", [person(100, 300)]).replace('"gtboxes": [', '"gtboxes" ['), '{"ID": "283004,d"}', "17"]
    lines += [line("283005,e", [person(100, 300)])]
    dataset.files[file] = "\n".join(lines).encode()
    dataset.plant("BX005", file, image="")
    dataset.plant("BX006", file, image="283004,d.jpg")
    dataset.plant("BX005", file, image="")
    return dataset
