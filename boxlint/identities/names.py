"""What records are called, as far as they say it themselves, and not where they stand."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.measures.identity import mix
from boxlint.tables import MISSING_KEY, Tables, Text

Name = tuple[int | str | None, ...]
"""What a record is called: an annotation by its id, else by image, category and coordinates; an image by its id and
file name, a category by its id and name. A file or file set has its path and no other name."""

_COORDINATES: Final = {
    "box": ("x_min", "y_min", "x_max", "y_max"),
    "quad": ("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"),
    "rotated": ("center_x", "center_y", "width", "height", "angle"),
    "cuboid": ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max"),
}
_CALLED: Final = {"image": "file_name", "category": "name"}


class Names:
    """The names of the records of a dataset."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._geometry: dict[str, Any] = {}

    def of(self, owner: str, owned: Any) -> list[Name]:
        """What records are called."""
        if owner in ("file", "file_set"):
            return [()] * len(owned)
        table = self._tables[owner]
        numbers = table["id"].numbers[owned]
        written = map(table["id"].named, numbers.tolist())
        if owner in _CALLED:
            return list(zip(written, _texts(table[_CALLED[owner]], owned), strict=True))
        names: list[Name] = list(zip(written, strict=True))
        for place, name in self._described(owned, np.flatnonzero(numbers == MISSING_KEY)):
            names[place] = name
        return names

    def _described(self, annotations: Any, bare: Any) -> list[tuple[int, Name]]:
        """The names of annotations without an id, with their places among all."""
        if not len(bare):
            return []
        rows = annotations[bare]
        table = self._tables.annotations
        images = self._image_names(table["image"][rows])
        categories = _texts(self._tables.categories["name"], table["category"][rows])
        numbers: list[list[str]] = [[] for _ in images]
        for columns, has in self._coordinates(rows):
            for place, *values in zip(has.tolist(), *(column.tolist() for column in columns), strict=True):
                numbers[place] += map(_number, values)
        names = ((image, category, *own) for image, category, own in zip(images, categories, numbers, strict=True))
        return list(zip(bare.tolist(), names, strict=True))

    def _image_names(self, images: Any) -> list[str]:
        """The file names of images, and their ids where that is all that is known of them."""
        ids = self._tables.images["id"]
        names = _texts(self._tables.images["file_name"], images)
        return [
            name or (str(ids.at(row)) if row >= 0 and ids.numbers[row] != MISSING_KEY else "")
            for name, row in zip(names, images.tolist(), strict=True)
        ]

    def _coordinates(self, annotations: Any) -> list[tuple[list[Any], Any]]:
        """The numbers of each kind of geometry that annotations have, and which of the annotations have it."""
        found = []
        for table, columns in _COORDINATES.items():
            if not len(self._tables[table]):
                continue
            if table not in self._geometry:
                self._geometry[table] = np.full(len(self._tables.annotations), -1)
                self._geometry[table][self._tables[table]["annotation"]] = np.arange(len(self._tables[table]))
            rows = self._geometry[table][annotations]
            has = np.flatnonzero(rows >= 0)
            if len(has):
                # minus zero is zero
                found.append(([self._tables[table][column][rows[has]] + 0.0 for column in columns], has))
        return found

    def digest(self, owner: str, owned: Any) -> Any:
        """A number of what each record is called, the same for the same names. Shapes (N,) → (N,), int64."""
        if owner in ("file", "file_set"):
            return np.zeros(len(owned), np.int64)
        table = self._tables[owner]
        numbers = table["id"].numbers[owned]
        if owner in _CALLED:
            return mix([numbers, linked(table[_CALLED[owner]].codes, owned)])
        bare = np.flatnonzero(numbers == MISSING_KEY)
        if len(bare):
            rows = owned[bare]
            image = linked(self._tables.images["file_name"].codes, table["image"][rows])
            category = linked(self._tables.categories["name"].codes, table["category"][rows])
            digest = mix([image, category])
            for columns, has in self._coordinates(rows):
                bits = [np.where(np.isnan(column), np.nan, column).view(np.int64) for column in columns]
                digest[has] = mix([digest[has], *bits])
            numbers[bare] = digest
        return numbers


def linked(codes: Any, rows: Any) -> Any:
    """The codes of a few rows, of which −1 has the code −1. Shapes (M,), (N,) → (N,), int64."""
    if not len(codes):
        return np.full(len(rows), -1)
    return np.where(rows >= 0, codes[rows], -1).astype(np.int64)


def _texts(column: Text, rows: Any) -> list[str]:
    """The texts of some rows, of which −1 is none."""
    return [column.values[code] if code >= 0 else "" for code in linked(column.codes, rows).tolist()]


def _number(value: float) -> str:
    """The value's text, the shortest that means it."""
    return repr(value).removesuffix(".0")


def in_order(name: Name) -> list[tuple[int, str]]:
    """A sort key of names, by which 9 comes before 10."""
    return [(len(text), text) for text in map(str, name)]
