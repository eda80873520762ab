"""Datasets in memory whose records can be changed and written out again, one class a syntax."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import PurePosixPath
from random import Random
from typing import Any, ClassVar, Final
from xml.etree import ElementTree

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
_ESCAPED: Final = re.compile(r'"\\u0000=([^"]*)"')


def literal(text: str) -> str:
    """A value that is written into JSON as this very text."""
    return f"\0={text}"


def again(key: str) -> str:
    """The same key once more in one JSON object."""
    return f"\0{key}"


class Dataset:
    """Files by path, each a document of its syntax; `whole` are bytes that stand in place of a document's.

    A mutation works on a `copy`, in which only documents that are opened for change are its own.
    """

    syntax: ClassVar[str]
    has_image_size: ClassVar[bool] = True

    def __init__(self, format: str, name: str, documents: Mapping[str, Any]) -> None:
        self.format, self.name = format, name
        self.documents: dict[str, Any] = dict(documents)
        self.texts: dict[str, bytes] = {}
        self.whole: dict[str, bytes] = {}

    @property
    def kind(self) -> str:
        """The format, or "coco5" where a COCO box has five numbers."""
        return self.format

    def copy(self) -> Dataset:
        other = type(self)(self.format, self.name, self.documents)
        other.texts = {path: self.content(path) for path in self.documents}
        return other

    def open(self, path: str) -> Any:
        """The document of a file, to be changed."""
        if self.texts.pop(path, None) is not None:
            self.documents[path] = deepcopy(self.documents[path])
        return self.documents[path]

    def content(self, path: str) -> bytes:
        """A file's bytes."""
        if path in self.whole:
            return self.whole[path]
        if path not in self.texts:
            self.texts[path] = self.dump(self.documents[path])
        return self.texts[path]

    def rewrite(self, path: str, content: bytes) -> None:
        """Put other bytes in a file's place."""
        self.whole[path] = content

    def rows(self) -> list[Site]:
        """All annotations."""
        return [
            Site("annotation", path, index) for path, doc in self.documents.items() for index in range(self.count(doc))
        ]

    def pick(self, random: Random, suits: Callable[[Any], bool] | None = None) -> Site:
        """A random annotation whose box can be read and which is a training target; raises LookupError for none."""
        rows = [
            row for row in self.rows() if self.is_sound(row) and (suits is None or suits(self.record(row, look=True)))
        ]
        if not rows:
            raise LookupError("no such annotation")
        return random.choice(rows)

    def folder(self) -> str:
        """The path of the file set."""
        return str(PurePosixPath(next(iter(self.documents))).parent)

    def file_set(self) -> Site:
        return Site("file_set", self.folder())

    # what each syntax does its own way

    def dump(self, document: Any) -> bytes:
        raise NotImplementedError

    def count(self, document: Any) -> int:
        raise NotImplementedError

    def record(self, row: Site, *, look: bool = False) -> Any:
        """The record of an annotation; to be changed unless it is only looked at."""
        raise NotImplementedError

    def append(self, path: str, record: Any) -> Site:
        """Add a record at the end of a file."""
        raise NotImplementedError

    def is_sound(self, row: Site) -> bool:
        raise NotImplementedError

    def numbers(self, row: Site) -> list[float]:
        """The coordinates as numbers."""
        raise NotImplementedError

    def write(self, row: Site, values: Sequence[Any]) -> None:
        """Set all coordinates: numbers, or texts to be written as they are."""
        raise NotImplementedError

    def category(self, row: Site) -> Any:
        raise NotImplementedError

    def size(self, row: Site) -> tuple[float, float]:
        """Width and height of the annotation's image, NaN where unknown."""
        raise NotImplementedError

    def image(self, row: Site) -> Site:
        """The image of an annotation."""
        return Site("image", row.path, 0)

    def is_alone(self, row: Site) -> bool:
        """Whether it is the only target of its image."""
        return self.count(self.documents[row.path]) == 1

    def duplicate(self, row: Site) -> Site:
        """Add the same object once more, at the end of its file."""
        return self.append(row.path, deepcopy(self.record(row, look=True)))

    def box(self, row: Site) -> tuple[float, float, float, float]:
        """Upper left corner and size of an upright box."""
        x, y, *rest = self.numbers(row)
        if self.format == "voc":
            return x, y, rest[0] - x, rest[1] - y
        return x, y, rest[0], rest[1]

    def write_box(self, row: Site, x: float, y: float, width: float, height: float) -> None:
        last = (x + width, y + height) if self.format == "voc" else (width, height)
        self.write(row, [x, y, *last])


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


class DotaDataset(Dataset):
    """DOTA text; a document is a list of lines, each a list of fields."""

    syntax = "text"
    has_image_size = False

    def dump(self, document: Any) -> bytes:
        return "".join(" ".join(fields) + "\n" for fields in document).encode()

    def _objects(self, document: Any) -> list[list[str]]:
        return [fields for fields in document if not fields[0].endswith(":") and ":" not in fields[0]]

    def count(self, document: Any) -> int:
        return len(self._objects(document))

    def record(self, row: Site, *, look: bool = False) -> Any:
        return self._objects(self.documents[row.path] if look else self.open(row.path))[int(row.place)]

    def append(self, path: str, record: Any) -> Site:
        lines = self.open(path)
        lines.append(record)
        return Site("annotation", path, self.count(lines) - 1)

    def is_sound(self, row: Site) -> bool:
        return len(self.record(row, look=True)) == 10

    def numbers(self, row: Site) -> list[float]:
        return [float(text) for text in self.record(row, look=True)[:8]]

    def write(self, row: Site, values: Sequence[Any]) -> None:
        self.record(row)[:8] = [value if isinstance(value, str) else f"{value:.12g}" for value in values]

    def category(self, row: Site) -> Any:
        return self.record(row, look=True)[8]

    def size(self, row: Site) -> tuple[float, float]:
        return float("nan"), float("nan")
