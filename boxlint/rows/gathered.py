"""The rows of the files of a set, gathered file by file, or many files at once, and put in order.

What is wrong with an annotation is kept aside, so that a regular one costs one append to flat arrays, or a row of one.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field

from boxlint.rows.directives import Directive
from boxlint.rows.ordering import OrderedRows, as_table, order_rows
from boxlint.rows.row import ANNOTATION, NAN, SHAPES, Fault, FileRow, ImageRow
from boxlint.text.lfs import is_lfs_pointer
from boxlint.text.source import SourceText, decode_source


class Polygons(Struct):
    """Polygons in any order: the row of each one's annotation, its part, how many numbers it has, and the numbers."""

    annotations: array[int] = field(default_factory=lambda: array("q"))
    parts: array[int] = field(default_factory=lambda: array("q"))
    counts: array[int] = field(default_factory=lambda: array("q"))
    numbers: array[float] = field(default_factory=lambda: array("d"))


class Rows(Struct):
    """The rows of some files of one file set so far, in any order: links, coordinates in flat arrays.

    `images` are by a number that annotations name: where a file is for one image, it is the row of the file.
    `file_directives` are by the row of their file. `listed`: the class list beside the labels, what an object writes
    and the name that it means. `keypoint_count`: the keypoints of an object of any category, NaN where that is not
    said. `are_fractions`: coordinates are fractions of the sides of the image. `lacks_sizes`: these files have no place
    for sizes, though others of their format have.
    """

    files: list[FileRow]
    images: dict[int, ImageRow] = field(default_factory=dict)
    listed: Mapping[str, str] | None = None
    keypoint_count: float = NAN
    are_fractions: bool = False
    lacks_sizes: bool = False
    categories: dict[str, int] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    columns: dict[str, dict[int, Any]] = field(default_factory=dict)
    """Other columns of the annotation table, by name and row."""
    polygons: Polygons = field(default_factory=Polygons)
    without_difficulty: list[int] = field(default_factory=list)
    directives: dict[int, Directive] = field(default_factory=dict)
    file_directives: dict[int, Directive] = field(default_factory=dict)
    count: int = 0
    _annotations: array[float] = field(default_factory=lambda: array("d"))
    _values: dict[str, array[float]] = field(default_factory=dict)
    _shapes: dict[str, array[float]] = field(default_factory=lambda: {name: array("d") for name in SHAPES})

    def open_file(self, file: int, content: Any) -> SourceText | None:
        """The text of a file's bytes, None where there is nothing to read; its row says how it is encoded."""
        row, source = self.files[file], decode_source(content)
        row.encoding, row.encoding_is_unusual = source.encoding, source.is_unusual
        row.is_lfs_pointer = is_lfs_pointer(source.data)
        return None if row.is_lfs_pointer else source

    def category(self, name: str) -> int:
        """The code of a category."""
        return self.categories.setdefault(name, len(self.categories))

    def add_image(self, image: ImageRow) -> int:
        """The number of an image in a file of several."""
        number = len(self.images)
        self.images[number] = image
        return number

    def add_annotation(
        self,
        file: int,
        category: str | None,
        index: int,
        span: tuple[int, int],
        difficult: float,
        expected: float,
        image: int | None = None,
    ) -> int:
        """The row of an object; `category` is what it writes, None for nothing. `image`: None for that of the file."""
        code = -1 if category is None else self.category(category)
        self._annotations.extend((file, file if image is None else image, code, index, *span, difficult, expected))
        self.count += 1
        return self.count - 1

    def add_annotations(self, values: Any) -> int:
        """The row of the first of many objects: `values` (N, 8) float64, the columns of `ANNOTATION`."""
        self._annotations.frombytes(np.ascontiguousarray(values, np.float64).tobytes())
        self.count += len(values)
        return self.count - len(values)

    def set(self, row: int, **values: Any) -> None:
        """Give an object other columns of the annotation table, by their names."""
        for name, value in values.items():
            self.columns.setdefault(name, {})[row] = value

    def set_all(self, rows: Any, **values: Any) -> None:
        """Give many objects, `rows` (M,), numbers or flags (M,) in other columns of the annotation table."""
        for name, column in values.items():
            pairs = np.column_stack((rows, column)).astype(np.float64, copy=False)
            self._values.setdefault(name, array("d")).frombytes(pairs.tobytes())

    def add_polygon(self, row: int, part: int, numbers: Sequence[float]) -> None:
        """A polygon of an object, the `part`th from 0: x and y of its vertices in turn."""
        self.polygons.annotations.append(row)
        self.polygons.parts.append(part)
        self.polygons.counts.append(len(numbers))
        self.polygons.numbers.extend(numbers)

    def add_polygons(self, rows: Any, counts: Any, numbers: Any) -> None:
        """The only polygons of many objects, `rows` (M,): each has `counts` (M,) of the numbers (V,) float64."""
        for values, column in (
            (self.polygons.annotations, rows),
            (self.polygons.parts, np.zeros(len(rows))),
            (self.polygons.counts, counts),
        ):
            values.frombytes(np.asarray(column, np.int64).tobytes())
        self.polygons.numbers.frombytes(np.ascontiguousarray(numbers, np.float64).tobytes())

    def add_shape(self, name: str, row: int, values: Any) -> None:
        """The geometry of an object: the coordinates of a row of one of `SHAPES`."""
        self._shapes[name].append(row)
        self._shapes[name].extend(values)

    def add_shapes(self, name: str, rows: Any, values: Any) -> None:
        """The geometry of many objects, `rows` (M,): coordinates (M, K − 1) float64 of one of `SHAPES`."""
        self._shapes[name].frombytes(np.column_stack((rows, values)).astype(np.float64, copy=False).tobytes())

    def in_order(self) -> OrderedRows:
        """The rows by file and by place in it, as if each file had been read after the one before."""
        return order_rows(
            as_table(self._annotations, len(ANNOTATION)),
            {name: as_table(numbers, len(SHAPES[name])) for name, numbers in self._shapes.items()},
            {name: as_table(pairs, 2) for name, pairs in self._values.items()},
            tuple(self.categories),
            self.images,
        )
