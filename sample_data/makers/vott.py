"""VoTT: the export of a project, and the file of one asset; boxes with their corners beside them."""

from __future__ import annotations

import json
from typing import Any

from sample_data.makers.dataset import Dataset


def region(tags: list[str], left: Any, top: Any, width: Any, height: Any) -> dict[str, Any]:
    """A box, with its corners where they can be told."""
    is_known = all(isinstance(number, (int, float)) for number in (left, top, width, height))
    right, bottom = (left + width, top + height) if is_known else (0, 0)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)] if is_known else []
    return {
        "id": "BsO3zj9bn",
        "type": "RECTANGLE",
        "tags": tags,
        "boundingBox": {"height": height, "width": width, "left": left, "top": top},
        "points": [{"x": x, "y": y} for x, y in corners],
    }


def asset(name: str, regions: Any) -> dict[str, Any]:
    """An image of 400 x 300 pixels."""
    own = {"format": "jpg", "id": name, "name": f"{name}.jpg", "size": {"width": 400, "height": 300}, "state": 2}
    return {"asset": own, "regions": regions, "version": "2.2.0"}


def project(assets: dict[str, Any], indent: int | None = 4) -> bytes:
    """A project of assets."""
    value = {"name": "pets", "tags": [{"name": "dog", "color": "#5db300"}], "version": "2.2.0", "assets": assets}
    return json.dumps(value, indent=indent).encode()


def clean() -> Dataset:
    """A project, and two assets of which one has an outline."""
    outline = {
        **region(["cat"], 10, 20, 100, 80),
        "type": "POLYGON",
        "points": [{"x": 10, "y": 20}, {"x": 110, "y": 30}, {"x": 60, "y": 100}],
    }
    assets = {
        "a1": asset("a", [region(["dog"], 11.5, 12, 100.5, 80), region(["cat", "dog"], 200, 100, 60, 50)]),
        "a2": asset("b", []),
    }
    second = {"b1": asset("d", [region(["dog"], 30, 40, 50.25, 60)])}
    files = {
        "second/pets-export.json": project(second, None),
        "vott-json-export/pets-export.json": project(assets),
        "c-asset.json": json.dumps(asset("c", [outline, region(["dog"], 200, 30, 50, 60)])).encode(),
    }
    return Dataset("vott/clean", files)


def dirty() -> Dataset:
    """Regions without tags, boxes past the border, and records that lack what they are about."""
    dataset = Dataset("vott/dirty")
    planted: list[tuple[Any, ...]] = [
        (region(["dog"], 10, 20, 100, 80),),
        (region([], 200, 20, 100, 80), "BX006"),
        (region(["dog"], 350, 120, 80, 60), "BX202"),
        (region(["dog"], 200, 200, 0, 60), "BX101"),
        (region(["dog"], 10, 20, 100, 80), "BX301"),
        (region(["dog"], 450, 120, 30, 60), "BX201"),
        (region(["dog"], 20, 150, 100, 80),),
        (region(["dog"], 150, 220, 100, 60),),
        (region(["dog"], 220, 120, 100, 60),),
    ]
    records: list[tuple[Any, ...]] = [
        (region(["dog"], 10, 20, 100, 80),),
        (region(["dog"], 10, "20", 100, 80), "BX003"),
        ({"id": "1", "type": "RECTANGLE", "tags": ["dog"]}, "BX006"),
        ({"id": "1", "tags": ["dog"], "boundingBox": None}, "BX005"),
        ({**region(["dog"], 10, 220, 90, 60), "tags": "dog"}, "BX005"),
        (["dog"], "BX005"),
        (region(["dog"], 220, 120, 100, 60),),
        (region(["cat"], 150, 220, 100, 60),),
    ]
    file = "pets-export.json"
    for index, (_, *codes) in enumerate([*planted, *records]):
        for code in codes:
            dataset.plant(code, file, annotation=index)
    assets = {
        f"id{place}": asset(f"p{place}", [found for found, *_ in own]) for place, own in enumerate((planted, records))
    }
    assets["id2"] = {"asset": {"name": "p2.jpg"}, "regions": []}
    dataset.plant("BX205", file, image="p2.jpg")
    dataset.files[file] = project(assets)
    return dataset
