"""YOLO detection, line by line; names from the nearest list of classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.independent import Object


def records(data: bytes, _: Path) -> list[Any]:
    """The fields of each line."""
    return [line.split() for line in data.splitlines() if line.strip()]


def rows(path: Path) -> list[tuple[str, list[float]]]:
    """Of each object the name of its class, or the class, and the numbers after it; lines of words are left out."""
    names, found = class_names(path), []
    for fields in records(path.read_bytes(), path):
        try:
            number, *numbers = map(float, fields)
        except ValueError:
            continue
        if number == int(number):
            found.append((names.get(int(number), str(int(number))), numbers))
    return found


def class_names(path: Path) -> dict[int, str]:
    """The names of classes by number, none where no list is above the labels."""
    for folder in list(path.resolve().parents)[:5]:
        for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            names = yaml.safe_load(file.read_text(encoding="utf-8")).get("names")
            if names is not None:
                return dict(enumerate(names)) if isinstance(names, list) else names
        for file in (folder / "obj.names", folder / "classes.txt"):
            if file.is_file():
                return dict(enumerate(file.read_text(encoding="utf-8").splitlines()))
    return {}


def objects(path: Path) -> list[Object]:
    """The corners of boxes, with or without a confidence after them."""
    return [
        (name, (x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        for name, (x, y, width, height) in (
            (name, numbers[:4]) for name, numbers in rows(path) if len(numbers) in (4, 5)
        )
    ]
