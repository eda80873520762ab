"""Datasets in memory of an XML file an image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from xml.etree import ElementTree

from tests.mutations.datasets.dataset import Dataset
from tests.mutations.sites import Site

Element = ElementTree.Element
_CORNERS: Final = [
    f"{axis}_{corner}" for corner in ("left_top", "right_top", "right_bottom", "left_bottom") for axis in "xy"
]
KEYS: Final = {
    "voc": ("bndbox", ["xmin", "ymin", "xmax", "ymax"]),
    "dior": ("robndbox", _CORNERS),
    "rolabelimg": ("robndbox", ["cx", "cy", "w", "h", "angle"]),
}


class XmlDataset(Dataset):
    """Pascal VOC, DIOR-R and roLabelImg; a document is the root element."""

    syntax = "xml"

    def dump(self, document: Any) -> bytes:
        return ElementTree.tostring(document, encoding="unicode").encode()

    def count(self, document: Any) -> int:
        return len(document.findall("object"))

    def record(self, row: Site, *, look: bool = False) -> Any:
        document = self.documents[row.path] if look else self.open(row.path)
        return document.findall("object")[row.place]

    def append(self, path: str, record: Any) -> Site:
        root = self.open(path)
        root.append(record)
        return Site("annotation", path, len(root.findall("object")) - 1)

    def element(self, row: Site, *, look: bool = False) -> Any:
        """The element of the box."""
        return self.record(row, look=look).find(KEYS[self.format][0])

    def is_sound(self, row: Site) -> bool:
        record, element = self.record(row, look=True), self.element(row, look=True)
        keys = KEYS[self.format][1]
        is_plain = element is not None and [child.tag for child in element] == keys
        return is_plain and len(record.findall("bndbox")) + len(record.findall("robndbox")) == 1

    def numbers(self, row: Site) -> list[float]:
        return [float(child.text) for child in self.element(row, look=True)]

    def write(self, row: Site, values: Sequence[Any]) -> None:
        for child, value in zip(self.element(row), values, strict=True):
            child.text = value if isinstance(value, str) else f"{value:.12g}"

    def category(self, row: Site) -> Any:
        return self.record(row, look=True).findtext("name")

    def size(self, row: Site) -> tuple[float, float]:
        width, height = (self.documents[row.path].findtext(f"size/{side}") or "nan" for side in ("width", "height"))
        return float(width), float(height)
