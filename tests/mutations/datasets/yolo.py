"""YOLO datasets in memory: boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.mutations.datasets.dataset import Dataset
from tests.mutations.sites import Site


class YoloDataset(Dataset):
    """YOLO text; a document is a list of lines, each a list of fields: a class, and fractions of the image's sides."""

    syntax = "text"
    has_image_size = False

    def dump(self, document: Any) -> bytes:
        return "".join(" ".join(fields) + "\n" for fields in document).encode()

    def count(self, document: Any) -> int:
        return len(document)

    def record(self, row: Site, *, look: bool = False) -> Any:
        return (self.documents[row.path] if look else self.open(row.path))[int(row.place)]

    def append(self, path: str, record: Any) -> Site:
        lines = self.open(path)
        lines.append(record)
        return Site("annotation", path, len(lines) - 1)

    def is_sound(self, row: Site) -> bool:
        return len(self.record(row, look=True)) == 5

    def numbers(self, row: Site) -> list[float]:
        return [float(text) for text in self.record(row, look=True)[1:]]

    def write(self, row: Site, values: Sequence[Any]) -> None:
        self.record(row)[1:] = [value if isinstance(value, str) else f"{value:.12g}" for value in values]

    def category(self, row: Site) -> Any:
        return self.record(row, look=True)[0]

    def size(self, row: Site) -> tuple[float, float]:
        return float("nan"), float("nan")
