"""LVIS: a market, of which each image says which categories were looked for."""

from __future__ import annotations

from typing import Any, Final

from sample_data.makers.coco import BOXES, document
from sample_data.makers.dataset import Dataset

_ADDRESS: Final = "http://images.example.org/val2017/"
_CATEGORIES: Final = [
    {"id": 1, "name": "crate", "synset": "crate.n.01", "frequency": "f", "synonyms": ["crate"], "image_count": 3},
    {"id": 2, "name": "pumpkin", "synset": "pumpkin.n.02", "frequency": "c", "synonyms": ["pumpkin"], "image_count": 1},
    {"id": 3, "name": "weathervane", "synset": "weathervane.n.01", "frequency": "r", "image_count": 0},
]


def _image(number: int) -> dict[str, Any]:
    """An image without a file name, as in LVIS 1.0."""
    told = {"neg_category_ids": [3], "not_exhaustive_category_ids": [1] if number == 2 else []}
    return {"id": number, "width": 1920, "height": 1080, "coco_url": f"{_ADDRESS}{number:012}.jpg", **told}


def _object(number: int, image: int, category: int, box: list[float], **fields: Any) -> dict[str, Any]:
    x, y, width, height = box
    outline = [x, y, x + width, y, x + width, y + height, x, y + height]
    own = {"id": number, "image_id": image, "category_id": category, "bbox": box, "area": round(width * height, 4)}
    return {**own, "segmentation": [outline], **fields}


def clean() -> Dataset:
    """Objects without `iscrowd`, and a category that no image has."""
    objects = [_object(1 + row, 1 + row % 3, 1 + (row == 4), box) for row, box in enumerate(BOXES)]
    images = [_image(number) for number in (1, 2, 3)]
    return Dataset("lvis/clean", {"lvis_val.json": document(objects, images, _CATEGORIES)})


def dirty() -> Dataset:
    """The same with objects that no detector should be trained on."""
    dataset, file = Dataset("lvis/dirty"), "lvis_val.json"
    objects = [_object(1 + row, 1 + row % 3, 1 + row % 2, box) for row, box in enumerate(BOXES)]
    flat = [[410.0, 710.0, 430.0, 710.0, 450.0, 710.0]]
    for code, found in (
        ("BX401", _object(6, 1, 7, [100.0, 700.0, 60.0, 40.5])),
        ("BX402", _object(7, 9, 1, [200.0, 700.0, 60.0, 40.5])),
        ("BX011", _object(8, 1, 1, [300.0, 700.0, 60.0, 40.5], area=None)),
        (
            "BX603",
            _object(9, 1, 1, [400.0, 700.0, 60.0, 40.5], segmentation=flat),
        ),
        ("BX101", _object(10, 1, 1, [500.0, 700.0, 60.0, 0.0], area=1, segmentation=[])),
    ):
        dataset.plant(code, file, annotation=len(objects))
        objects.append(found)
    dataset.files[file] = document(objects, [_image(number) for number in (1, 2, 3)], _CATEGORIES)
    return dataset
