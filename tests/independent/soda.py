"""SODA-A by the standard library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.independent import Object

FIXED: Final = {"poly"}


def records(data: bytes, _: Path) -> list[Any]:
    """The list of annotations."""
    found: list[Any] = json.loads(data)["annotations"]
    return found


def objects(path: Path) -> list[Object]:
    """The four corners of objects that have four."""
    value = json.loads(path.read_bytes())
    names = {item["id"]: item["name"] for item in value.get("categories", ())}
    found = []
    for item in value["annotations"]:
        number = item.get("category_id", item.get("cat_id"))
        if len(item["poly"]) == 8:
            found.append((names.get(number, str(number)), tuple(map(float, item["poly"]))))
    return found
