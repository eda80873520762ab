"""The rows of formats with one file an image, gathered file by file and turned into tables.

Regular annotations cost one append to flat arrays; what is wrong with the others is kept aside.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.formats.categories import category_table
from boxlint.formats.lfs import is_lfs_pointer
from boxlint.formats.text import SourceText, decode_source, read_source
from boxlint.tables import Keys, Table, Tables, intern, make_table, make_tables, written_keys

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

NAN: Final = float("nan")
_ANNOTATION: Final = ("file", "image", "category", "index", "start", "end", "difficult", "expected_coordinate_count")
_BOX: Final = ("annotation", "x_min", "y_min", "x_max", "y_max")
_QUAD: Final = ("annotation", *(f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"))
_ROTATED: Final = ("annotation", "center_x", "center_y", "width", "height", "angle")
_DIGITS: Final = frozenset({"annotation", "file", "image", "category", "index", "start", "end"})


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


class Rows(Struct):
    """The rows of one file set so far: coordinates and links in flat arrays, a fixed number of values a row."""

    files: list[FileRow] = field(default_factory=list)
    images: list[tuple[int, int, int, str, float, float]] = field(default_factory=list)
    categories: dict[str, int] = field(default_factory=dict)
    annotations: array[float] = field(default_factory=lambda: array("d"))
    boxes: array[float] = field(default_factory=lambda: array("d"))
    quads: array[float] = field(default_factory=lambda: array("d"))
    rotated: array[float] = field(default_factory=lambda: array("d"))
    faults: dict[int, Fault] = field(default_factory=dict)
    without_difficulty: list[int] = field(default_factory=list)
    count: int = 0

    def open_file(self, file: SourceFile) -> tuple[FileRow, SourceText | None]:
        """The row of the next file, and its text, None where there is nothing to read."""
        row = FileRow()
        self.files.append(row)
        try:
            source = read_source(file.path) if file.content is None else decode_source(file.content)
        except OSError as error:
            row.is_unreadable, row.problem = True, f"the file cannot be read: {error.strerror or error}"
            return row, None
        row.encoding, row.encoding_is_unusual = source.encoding, source.is_unusual
        row.is_lfs_pointer = is_lfs_pointer(source.data)
        return row, None if row.is_lfs_pointer else source

    def add_image(self, start: int, end: int, file_name: str, width: float, height: float) -> int:
        """The row of the image of the last file, which is at [start, end) in its text and has the written size."""
        self.images.append((len(self.files) - 1, start, end, file_name, width, height))
        return len(self.images) - 1

    def add_annotation(
        self, image: int, category: str | None, index: int, span: tuple[int, int], difficult: float, expected: int
    ) -> int:
        """The row of an object of the last file; `category` is its name, None if there is none."""
        code = -1 if category is None else self.categories.setdefault(category, len(self.categories))
        self.annotations.extend((len(self.files) - 1, image, code, index, *span, difficult, expected))
        self.count += 1
        return self.count - 1


def build_tables(rows: Rows, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set whose files, `files`, were all gathered in `rows`."""
    sets = {"path": intern([str(PurePosixPath(files[0].shown).parent)]), "format": intern([files[0].format])}
    annotations = _annotation_table(rows)
    rotated = _columns(rows.rotated, _ROTATED)
    rotated["cosine"], rotated["sine"] = np.cos(_finite(rotated["angle"])), np.sin(_finite(rotated["angle"]))
    boxes = _columns(rows.boxes, _BOX)
    with np.errstate(invalid="ignore", over="ignore"):
        boxes["width"], boxes["height"] = boxes["x_max"] - boxes["x_min"], boxes["y_max"] - boxes["y_min"]
    quads = _columns(rows.quads, _QUAD)
    return make_tables(
        file_sets=make_table("file_set", 1, sets),
        files=_file_table(rows.files, files, options.classes is not None),
        images=_image_table(rows.images),
        categories=category_table(tuple(rows.categories), options.classes),
        annotations=annotations,
        boxes=make_table("box", len(boxes["annotation"]), boxes),
        quads=make_table("quad", len(quads["annotation"]), quads),
        rotated=make_table("rotated", len(rotated["annotation"]), rotated),
    )


def _columns(values: array[float], names: Sequence[str]) -> dict[str, Any]:
    table = np.frombuffer(values, np.float64).reshape(-1, len(names)) if values else np.empty((0, len(names)))
    return {
        name: table[:, place].astype(np.int64 if name in _DIGITS else np.float64) for place, name in enumerate(names)
    }


def _finite(angle: Any) -> Any:
    """The angles, NaN where infinite: numpy warns of the cosine of infinity."""
    return np.where(np.isfinite(angle), angle, np.nan)


def _file_table(rows: Sequence[FileRow], files: Sequence[SourceFile], has_class_list: bool) -> Table:
    count = len(files)
    columns = {
        "file_set": [0] * count,
        "path": intern([file.shown for file in files]),
        "format": intern([file.format for file in files]),
        "encoding": intern([row.encoding for row in rows]),
        "problem": intern([row.problem for row in rows]),
        "has_class_list": [has_class_list] * count,
    }
    for name in ("encoding_is_unusual", "is_unreadable", "is_lfs_pointer", "problem_start", "header_lines"):
        columns[name] = [getattr(row, name) for row in rows]
    return make_table("file", count, columns)


def _image_table(images: Sequence[tuple[int, int, int, str, float, float]]) -> Table:
    file, start, end, names, width, height = zip(*images, strict=True) if images else ((),) * 6
    columns = {
        "file": np.array(file, np.int64),
        "index": np.zeros(len(images), np.int64),
        "start": np.array(start, np.int64),
        "end": np.array(end, np.int64),
        "file_name": intern(names),
    }
    for name, values in (("width", width), ("height", height)):
        written = np.array(values, np.float64)
        columns[f"written_{name}"] = written
        columns[name] = np.where(np.isfinite(written) & (written > 0), written, np.nan)
    return make_table("image", len(images), columns)


def _annotation_table(rows: Rows) -> Table:
    columns = _columns(rows.annotations, _ANNOTATION)
    count = rows.count
    names = written_keys([*rows.categories, None])
    columns["written_category_id"] = Keys(names.numbers[columns["category"]], names.values)
    columns["is_target"] = np.ones(count, np.bool_)
    columns["coordinate_count"] = columns["expected_coordinate_count"].copy()
    columns["difficulty_is_missing"] = np.zeros(count, np.bool_)
    columns["difficulty_is_missing"][rows.without_difficulty] = True
    for name in ("is_malformed", "coordinates_not_numeric"):
        columns[name] = np.zeros(count, np.bool_)
        columns[name][[row for row, fault in rows.faults.items() if getattr(fault, name)]] = True
    for row, fault in rows.faults.items():
        if fault.coordinate_count is not None:
            columns["coordinate_count"][row] = fault.coordinate_count
    for name in ("problem", "missing_field"):
        texts = [""] * count if rows.faults else []
        for row, fault in rows.faults.items():
            texts[row] = getattr(fault, name)
        if texts:
            columns[name] = intern(texts)
    return make_table("annotation", count, columns)
