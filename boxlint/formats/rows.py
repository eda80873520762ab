"""The rows of formats with one file an image, gathered file by file, or many files at once, and put in order.

What is wrong with an annotation is kept aside, so that a regular one costs one append to flat arrays, or a row of one.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.formats.directives import Directive
from boxlint.formats.lfs import is_lfs_pointer
from boxlint.formats.text import SourceText, decode_source

NAN: Final = float("nan")
ANNOTATION: Final = ("file", "category", "index", "start", "end", "difficult", "expected_coordinate_count")
"""The columns of the annotation table that every row has, in the order of its values."""
SHAPES: Final = {
    "boxes": ("annotation", "x_min", "y_min", "x_max", "y_max"),
    "quads": ("annotation", *(f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy")),
    "rotated": ("annotation", "center_x", "center_y", "width", "height", "angle"),
}
"""The same of each table of geometry."""
_FILE, _CATEGORY, _START = map(ANNOTATION.index, ("file", "category", "start"))


class Fault(Struct, frozen=True):
    """What is wrong with one annotation: the columns of the annotation table that it sets."""

    problem: str = ""
    missing_field: str = ""
    is_malformed: bool = False
    coordinates_not_numeric: bool = False
    coordinate_count: float | None = None  # None: as expected; NaN: there is no box

    @property
    def leaves_geometry(self) -> bool:
        """Whether the coordinates themselves can be read."""
        return self.coordinate_count is None and not self.is_malformed and not self.coordinates_not_numeric


class FileRow(Struct):
    """One row of the file table; see its columns."""

    encoding: str = "utf-8"
    encoding_is_unusual: bool = False
    is_unreadable: bool = False
    is_lfs_pointer: bool = False
    problem: str = ""
    problem_start: int = -1
    header_lines: int = 0


class ImageRow(Struct):
    """One row of the image table: where it is in the text of its file, and what is written of it."""

    start: int
    end: int
    file_name: str
    width: float = NAN
    height: float = NAN


class OrderedRows(Struct, frozen=True):
    """All annotations by file and place: `annotations` (N, 7) float64, the columns of `ANNOTATION`.

    `shapes` has a table (M, K) float64 for each of `SHAPES`. `categories` are in the order in which they are named
    first. The rows of `faults`, `without_difficulty` and `directives` are those of `annotations`.
    """

    annotations: Any
    shapes: Mapping[str, Any]
    categories: tuple[str, ...]
    faults: Mapping[int, Fault]
    without_difficulty: Any
    directives: Mapping[int, Directive]


class Rows(Struct):
    """The rows of some files of one file set so far, in any order: links, coordinates in flat arrays.

    Every annotation has the row of its file, and so the image of its file. `images` and `file_directives` are by the
    row of their file.
    """

    files: list[FileRow]
    images: dict[int, ImageRow] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    without_difficulty: list[int] = field(default_factory=list)
    directives: dict[int, Directive] = field(default_factory=dict)
    file_directives: dict[int, Directive] = field(default_factory=dict)
    count: int = 0
    _annotations: array[float] = field(default_factory=lambda: array("d"))
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

    def add_annotation(
        self, file: int, category: str | None, index: int, span: tuple[int, int], difficult: float, expected: int
    ) -> int:
        """The row of an object; `category` is its name, None if there is none."""
        code = -1 if category is None else self.category(category)
        self._annotations.extend((file, code, index, *span, difficult, expected))
        self.count += 1
        return self.count - 1

    def add_annotations(self, values: Any) -> int:
        """The row of the first of many objects: `values` (N, 7) float64, the columns of `ANNOTATION`."""
        self._annotations.frombytes(np.ascontiguousarray(values, np.float64).tobytes())
        self.count += len(values)
        return self.count - len(values)

    def add_shape(self, name: str, row: int, values: Any) -> None:
        """The geometry of an object: the coordinates of a row of one of `SHAPES`."""
        self._shapes[name].append(row)
        self._shapes[name].extend(values)

    def add_shapes(self, name: str, rows: Any, values: Any) -> None:
        """The geometry of many objects, `rows` (M,): coordinates (M, K − 1) float64 of one of `SHAPES`."""
        self._shapes[name].frombytes(np.column_stack((rows, values)).astype(np.float64, copy=False).tobytes())

    def in_order(self) -> OrderedRows:
        """The rows by file and by place in it, as if each file had been read after the one before."""
        annotations = _table(self._annotations, len(ANNOTATION))
        order = np.lexsort((annotations[:, _START], annotations[:, _FILE]))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        annotations = annotations[order]
        shapes = {}
        for name, values in self._shapes.items():
            table = _table(values, len(SHAPES[name]))
            table[:, 0] = place[table[:, 0].astype(np.int64)]
            shapes[name] = table[np.argsort(table[:, 0], kind="stable")]
        return OrderedRows(
            annotations,
            shapes,
            _number_by_first_use(annotations[:, _CATEGORY], tuple(self.categories)),
            {int(place[row]): fault for row, fault in self.faults.items()},
            place[self.without_difficulty],
            {int(place[row]): directive for row, directive in self.directives.items()},
        )


def _table(values: array[float], width: int) -> Any:
    return np.frombuffer(values.tobytes(), np.float64).reshape(-1, width).copy()


def _number_by_first_use(codes: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers the codes (N,) anew, in place, in the order in which they come; the names in that order."""
    used = codes.astype(np.int64)
    first = np.full(len(names) + 1, len(codes))
    # of a code that stands there several times, the value that is assigned last stays
    first[used[::-1]] = np.arange(len(codes))[::-1]
    order = np.argsort(first[:-1], kind="stable")
    new = np.empty(len(names) + 1, np.int64)
    new[order], new[-1] = np.arange(len(names)), -1
    codes[:] = new[used]
    return tuple(names[code] for code in order.tolist())
