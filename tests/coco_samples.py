"""A COCO dataset in small pieces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from boxlint.formats import ReadOptions, SourceFile
from boxlint.formats.coco.read import read
from boxlint.tables import Tables

IMAGE = {"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}
ANNOTATION = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3.5, 4], "area": 14, "iscrowd": 0}
CATEGORY = {"id": 1, "name": "ship"}
POLYGON = [[1.0, 2.0, 4.5, 2.0, 4.5, 6.0]]
LISTS = (("image", "images"), ("annotation", "annotations"), ("category", "categories"))


def dataset(*annotations: Any, **members: Any) -> dict[str, Any]:
    lists = {"images": [IMAGE], "annotations": list(annotations), "categories": [CATEGORY]}
    return {"info": {}, "licenses": [], **lists, **members}


def but(**changes: Any) -> dict[str, Any]:
    """The sound annotation with some fields changed; `...` leaves a field out."""
    return {key: value for key, value in {**ANNOTATION, **changes}.items() if value is not ...}


def read_text(folder: Path, content: Any, **options: Any) -> Tables:
    """The tables of a file with this content: bytes, a text, or a value to be written as JSON."""
    path = folder / "annotations.json"
    if not isinstance(content, (bytes, str)):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read([SourceFile(path, "annotations.json", "coco")], ReadOptions(**options))


def column(tables: Tables, table: str, name: str) -> list[Any]:
    values = tables[table][name]
    return [values.at(row) for row in range(len(values))] if hasattr(values, "at") else values.tolist()
