"""VIA: regions with attributes, as lists (VIA 2), as objects (VIA 1), and within a project."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sample_data.makers.dataset import Dataset

Region = dict[str, Any]


def rect(label: str | None, x: Any, y: Any, width: Any, height: Any) -> Region:
    """A box, with the attribute `insect` for its class."""
    shape = {"name": "rect", "x": x, "y": y, "width": width, "height": height}
    return {"shape_attributes": shape, "region_attributes": {} if label is None else {"insect": label}}


def polygon(label: str, xs: Sequence[Any], ys: Sequence[Any]) -> Region:
    """An outline."""
    shape = {"name": "polygon", "all_points_x": xs, "all_points_y": ys}
    return {"shape_attributes": shape, "region_attributes": {"insect": label}}


def image(name: str, regions: Any) -> dict[str, Any]:
    """An image; `size` is that of its file."""
    return {f"{name}71410": {"filename": name, "size": 71410, "regions": regions, "file_attributes": {}}}


def clean() -> Dataset:
    """All shapes, attributes of all kinds, and the three forms of the file."""
    others: list[Region] = [
        {"shape_attributes": {"name": "circle", "cx": 90, "cy": 80, "r": 12.5}, "region_attributes": {"insect": "bee"}},
        {
            "shape_attributes": {"name": "ellipse", "cx": 300, "cy": 80, "rx": 40, "ry": 20, "theta": 0.5},
            "region_attributes": {"quality": {"blurred": True}, "insect": "moth"},
        },
        {"shape_attributes": {"name": "point", "cx": 300, "cy": 300}, "region_attributes": {"insect": "bee"}},
        {
            "shape_attributes": {"name": "polyline", "all_points_x": [1, 50], "all_points_y": [2, 60]},
            "region_attributes": {"insect": "bee"},
        },
    ]
    second = {
        **image("1.jpg", [rect("bee", 100, 120, 40, 30), polygon("moth", [191, 179, 220], [95, 140, 133])]),
        **image("2.jpg", others),
        **image("3.jpg", []),
    }
    first = image("4.jpg", {"0": rect("bee", 10, 20, 30.5, 40), "1": rect("moth", 110, 20, 30, 40)})
    project = {
        "_via_settings": {"project": {"name": "insects"}},
        "_via_img_metadata": image("5.jpg", [rect("bee", 60, 20, 31, 40)]),
        "_via_attributes": {"region": {"insect": {"type": "dropdown", "options": {"bee": "", "moth": ""}}}, "file": {}},
    }
    files = {
        "via_region_data.json": json.dumps(second).encode(),
        "old/via_region_data.json": json.dumps(first, indent=2).encode(),
        "project/via_project.json": json.dumps(project).encode(),
    }
    return Dataset("via/clean", files)


def dirty() -> Dataset:
    """Regions that nobody named, sizes that are none, and outlines of uneven lists."""
    dataset = Dataset("via/dirty")
    planted: list[tuple[Any, ...]] = [
        (rect("bee", 100, 120, 40, 30),),
        (rect(None, 200, 120, 40, 30), "BX006"),
        (rect("bee", 300, 120, 0, 30), "BX101"),
        (rect("bee", -20, 120, 70, 30), "BX202"),
        (rect("bee", 100, 120, 40, 30), "BX301"),
        (polygon("moth", [10, 60, 60, 10], [200, 250, 200, 250]), "BX613"),
        (polygon("moth", [10, 60], [300, 350]), "BX601"),
        (rect("bee", 400, 420, 40, 30),),
        (rect("bee", 500, 420, 40, 30),),
    ]
    records: list[tuple[Any, ...]] = [
        (rect("bee", 100, 120, 40, 30),),
        (rect("bee", 100, None, 40, 30), "BX003"),
        ({"region_attributes": {"insect": "bee"}}, "BX006"),
        ({"shape_attributes": {"name": "rect", "x": 1, "y": 2}, "region_attributes": {"insect": "bee"}}, "BX006"),
        ({"shape_attributes": {}, "region_attributes": {"insect": "bee"}}, "BX006"),
        (polygon("moth", [10, 60, 80], [200, 250]), "BX002"),
        ([], "BX005"),
        (rect("bee", 400, 420, 40, 30),),
    ]
    _add(dataset, "via_region_data.json", [[*planted], [*records]])
    numbered = {str(key): region for key, (region, *_) in enumerate(planted[:3])}
    dataset.files["via1.json"] = json.dumps({**image("7.jpg", numbered), **image("8.jpg", None)}).encode()
    dataset.plant("BX006", "via1.json", annotation=1)
    dataset.plant("BX101", "via1.json", annotation=2)
    dataset.plant("BX005", "via1.json", image="8.jpg")
    return dataset


def _add(dataset: Dataset, file: str, images: Sequence[Sequence[tuple[Any, ...]]]) -> None:
    """Writes one file of images with their regions, each with the codes planted on it."""
    for index, (_, *codes) in enumerate(region for regions in images for region in regions):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    value: dict[str, Any] = {}
    for number, regions in enumerate(images):
        value |= image(f"{number}.jpg", [found for found, *_ in regions])
    dataset.files[file] = json.dumps(value).encode()
