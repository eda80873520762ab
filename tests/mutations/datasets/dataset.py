"""A dataset in memory whose records can be changed and written out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import PurePosixPath
from random import Random
from typing import Any, ClassVar

from tests.mutations.sites import Site


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
