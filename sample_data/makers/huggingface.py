"""Hugging Face `metadata.jsonl`: a row an image, its objects as lists side by side or as a list of objects."""

from __future__ import annotations

import json
from typing import Any

from sample_data.makers.dataset import Dataset


def row(name: str, boxes: list[Any], categories: list[Any], **members: Any) -> str:
    """An image with its objects as lists side by side."""
    return json.dumps({"file_name": name, **members, "objects": {"bbox": boxes, "categories": categories}})


def listed_row(name: str, objects: list[Any], **members: Any) -> str:
    """An image with a list of objects."""
    return json.dumps({"file_name": name, **members, "objects": objects})


def page(rows: list[str], newline: str = "\n") -> bytes:
    """A file of some rows."""
    return "".join(line + newline for line in rows).encode()


def clean() -> Dataset:
    """Sizes or none, classes as numbers or names, other members beside, an image without objects, and CRLF."""
    train = [
        row("0001.png", [[302.0, 109.0, 73.0, 52.0], [10, 20, 64.5, 32.25]], [0, 3]),
        row("0002.png", [[8, 30, 120, 40]], [3], text="a quay at noon"),
        row("0003.png", [], []),
    ]
    one = {"bbox": [302.5, 109.0, 73.0, 52.0], "category": "boat", "id": 7}
    two = {"id": 8, "category": "crane", "bbox": [610, 20, 29, 430]}
    test = [
        listed_row("0004.png", [one, two], width=640, height=480),
        listed_row("0005.png", [], width=640, height=480),
    ]
    return Dataset(
        "huggingface/clean", {"train/metadata.jsonl": page(train), "test/metadata.jsonl": page(test, "\r\n")}
    )


def dirty() -> Dataset:
    """Boxes without extent or beyond the image, numbers as strings, lists of other lengths, a line that is cut off."""
    dataset = Dataset("huggingface/dirty")
    size = {"width": 640, "height": 480}
    planted = [
        ([300, 100, 80, 50], 0),
        ([10, 10, 0, 5], 1, "BX101"),
        ([600, 100, 80, 50], 0, "BX202"),
        ([10, 10, -5, 20], 1, "BX102"),
        ([10, 10, "40", 20], 1, "BX003"),
        ([10, 10, 40], 1, "BX002"),
        (None, 1, "BX006"),
        ([400, 300, 30, 20], 0),
        ([400, 300, 30, 20], 0, "BX301"),
    ]
    rows = [row("a.png", [box for box, *_ in planted], [category for _, category, *_ in planted], **size)]
    others: list[tuple[Any, ...]] = [
        ({"bbox": [20, 30, 80, 50], "category": 0},),
        (17, "BX005"),
        ({"category": 1}, "BX006"),
        ({"bbox": [20, 130, 80, 50], "category": None}, "BX006"),
    ]
    rows.append(listed_row("b.png", [value for value, *_ in others], **size))
    rows.append(row("c.png", [[50, 60, 70, 80], [250, 60, 70, 80]], [0], **size))
    rows.append(row("e.png", [[350, 60, 70, 80]], [0, 1], **size))
    rows.append(row("d.png", [[50, 60, 70, 80]], [0], **size)[:-9])
    codes = [*(tuple(codes) for _, _, *codes in planted), *(tuple(codes) for _, *codes in others), (), ("BX006",), ()]
    for index, found in enumerate(codes):
        for code in found:
            dataset.plant(code, "metadata.jsonl", annotation=index)
    dataset.plant("BX704", "metadata.jsonl", image="e.png")
    dataset.plant("BX005", "metadata.jsonl", image="")
    dataset.files["metadata.jsonl"] = page(rows)
    return dataset
