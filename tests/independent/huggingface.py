"""Hugging Face datasets by the standard library and pyarrow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"bbox"}


def records(data: bytes, _: Path) -> list[Any]:
    """The objects of all rows that can be read."""
    return [found for line in data.decode("utf-8-sig").splitlines() for found in _objects(_row(line))]


def objects(path: Path) -> list[Object]:
    """The boxes by the number or the name of their class."""
    names: list[str] = []
    if path.suffix == ".parquet":
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(path, columns=["objects"])
        rows = table.to_pylist()
        written = json.loads((table.schema.metadata or {}).get(b"huggingface", b"{}"))
        if written:
            names = _names(written["info"]["features"]["objects"])
    else:
        rows = [_row(line) for line in path.read_text(encoding="utf-8-sig").splitlines()]
    found = []
    for value in (value for row in rows for value in _objects(row)):
        x, y, width, height = value["bbox"]
        category = value.get("category", value.get("categories", ""))
        label = names[category] if names and category < len(names) else str(category)
        found.append((label, (x, y, x + width, y + height)))
    return found


def _row(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return {}


def _objects(row: Any) -> list[Any]:
    found = row.get("objects") or []
    if isinstance(found, dict):
        lists = {name: [*values, *[None] * 9] for name, values in found.items()}
        return [{name: lists[name][place] for name in lists} for place in range(len(found["bbox"]))]
    return list(found)


def _names(features: Any) -> list[str]:
    inner = features.get("feature", features) if isinstance(features, dict) else features[0]
    category = inner["category"]
    names: list[str] = category.get("names") or category["feature"]["names"]
    return names
