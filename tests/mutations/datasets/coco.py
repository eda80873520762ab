"""COCO datasets in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

from tests.mutations.datasets.dataset import Dataset
from tests.mutations.sites import Site

_ESCAPED: Final = re.compile(r'"\\u0000=([^"]*)"')


def literal(text: str) -> str:
    """A value that is written into JSON as this very text."""
    return f"\0={text}"


def again(key: str) -> str:
    """The same key once more in one JSON object."""
    return f"\0{key}"


class CocoDataset(Dataset):
    """COCO files; a document is the parsed JSON."""

    syntax = "json"

    @property
    def numbers_of_a_box(self) -> int:
        lengths = [len(row.get("bbox") or ()) for doc in self.documents.values() for row in doc["annotations"]]
        return max(set(lengths), key=lengths.count)

    @property
    def kind(self) -> str:
        return "coco5" if self.numbers_of_a_box == 5 else "coco"

    @property
    def path(self) -> str:
        """The first file."""
        return next(iter(self.documents))

    def file_set(self) -> Site:
        return Site("file_set", self.path)

    def open(self, path: str) -> Any:
        # the copy of a JSON document by its text is several times as fast as `deepcopy`
        text = self.texts.pop(path, None)
        if text is not None:
            self.documents[path] = json.loads(text)
        return self.documents[path]

    def dump(self, document: Any) -> bytes:
        text = json.dumps(document, ensure_ascii="\0" in str(document), separators=(", ", ": "))
        if "\\u0000" in text:
            text = _ESCAPED.sub(r"\1", text).replace("\\u0000", "")
        return text.encode()

    def count(self, document: Any) -> int:
        return len(document["annotations"])

    def list(self, name: str, path: str = "") -> list[dict[str, Any]]:
        """A list of a file, to be changed."""
        items: list[dict[str, Any]] = self.open(path or self.path)[name]
        return items

    def record(self, row: Site, *, look: bool = False) -> Any:
        document = self.documents[row.path] if look else self.open(row.path)
        return document["annotations"][row.place]

    def append(self, path: str, record: Any) -> Site:
        rows = self.list("annotations", path)
        rows.append(record)
        return Site("annotation", path, len(rows) - 1)

    def is_sound(self, row: Site) -> bool:
        record = self.record(row, look=True)
        bbox = record.get("bbox")
        is_box = isinstance(bbox, list) and len(bbox) in (4, 5) and all(type(v) in (int, float) for v in bbox)
        return is_box and not record.get("iscrowd") and not record.get("ignore")

    def numbers(self, row: Site) -> list[float]:
        return [float(value) for value in self.record(row, look=True)["bbox"]]

    def write(self, row: Site, values: Sequence[Any]) -> None:
        self.record(row)["bbox"] = list(values)

    def category(self, row: Site) -> Any:
        return self.record(row, look=True)["category_id"]

    def image(self, row: Site) -> Site:
        own = self.record(row, look=True)["image_id"]
        places = [place for place, image in enumerate(self.documents[row.path]["images"]) if image["id"] == own]
        return Site("image", row.path, places[0])

    def size(self, row: Site) -> tuple[float, float]:
        image = self.documents[row.path]["images"][self.image(row).place]
        return image["width"], image["height"]

    def is_alone(self, row: Site) -> bool:
        own = self.record(row, look=True)["image_id"]
        rows = self.documents[row.path]["annotations"]
        return sum(other.get("image_id") == own and not other.get("iscrowd") for other in rows) == 1

    def duplicate(self, row: Site) -> Site:
        ids = [record["id"] for record in self.documents[row.path]["annotations"]]
        return self.append(row.path, {**deepcopy(self.record(row, look=True)), "id": max(ids) + 1})


class ResultsDataset(CocoDataset):
    """COCO results; a document is the list of annotations of a COCO document, and is written without it."""

    has_image_size = False

    @property
    def kind(self) -> str:
        return self.format

    def open(self, path: str) -> Any:
        text = self.texts.pop(path, None)
        if text is not None:
            self.documents[path] = {"annotations": json.loads(text)}
        return self.documents[path]

    def dump(self, document: Any) -> bytes:
        return super().dump(document["annotations"])
