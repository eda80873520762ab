"""The tables of one file set, or of a part of it, from the rows that were gathered of its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.formats.categories import category_table
from boxlint.formats.directives import directive_columns
from boxlint.formats.rows import ANNOTATION, NAN, SHAPES, ImageRow, OrderedRows, Rows
from boxlint.tables import Keys, Table, Tables, intern, make_table, make_tables, written_keys

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

_DIGITS: Final = frozenset({"annotation", "file", "category", "index", "start", "end"})


def build_tables(rows: Rows, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set whose files, `files`, were all gathered in `rows`."""
    ordered = rows.in_order()
    sets = {"path": intern([str(PurePosixPath(files[0].shown).parent)]), "format": intern([files[0].format])}
    images = dict(sorted(rows.images.items()))
    image_of_file = np.full(len(files), -1)
    image_of_file[list(images)] = np.arange(len(images))
    boxes, quads, rotated = (_columns(ordered.shapes[name], names) for name, names in SHAPES.items())
    with np.errstate(invalid="ignore", over="ignore"):
        boxes["width"], boxes["height"] = boxes["x_max"] - boxes["x_min"], boxes["y_max"] - boxes["y_min"]
    rotated["cosine"], rotated["sine"] = np.cos(_finite(rotated["angle"])), np.sin(_finite(rotated["angle"]))
    return make_tables(
        file_sets=make_table("file_set", 1, sets),
        files=_file_table(rows, files, options.classes is not None),
        images=_image_table(images, images.values()),
        categories=category_table(ordered.categories, options.classes),
        annotations=_annotation_table(ordered, image_of_file),
        boxes=make_table("box", len(boxes["annotation"]), boxes),
        quads=make_table("quad", len(quads["annotation"]), quads),
        rotated=make_table("rotated", len(rotated["annotation"]), rotated),
    )


def _columns(table: Any, names: Sequence[str]) -> dict[str, Any]:
    return {
        name: table[:, place].astype(np.int64 if name in _DIGITS else np.float64) for place, name in enumerate(names)
    }


def _finite(angle: Any) -> Any:
    """The angles, NaN where infinite: numpy warns of the cosine of infinity."""
    return np.where(np.isfinite(angle), angle, np.nan)


def _file_table(gathered: Rows, files: Sequence[SourceFile], has_class_list: bool) -> Table:
    rows, count = gathered.files, len(files)
    columns = {
        "file_set": np.zeros(count, np.int64),
        "path": intern([file.shown for file in files]),
        "format": intern([file.format for file in files]),
        "encoding": intern([row.encoding for row in rows]),
        "problem": intern([row.problem for row in rows]),
        "has_class_list": np.full(count, has_class_list),
        **directive_columns(count, gathered.file_directives),
    }
    for name in ("encoding_is_unusual", "is_unreadable", "is_lfs_pointer", "problem_start", "header_lines"):
        columns[name] = [getattr(row, name) for row in rows]
    return make_table("file", count, columns)


def _image_table(files: Iterable[int], images: Iterable[ImageRow]) -> Table:
    file = np.array([*files], np.int64)
    columns = {
        "file": file,
        "index": np.zeros(len(file), np.int64),
        "start": np.array([image.start for image in images], np.int64),
        "end": np.array([image.end for image in images], np.int64),
        "file_name": intern([image.file_name for image in images]),
    }
    for name in ("width", "height"):
        written = np.array([getattr(image, name) for image in images], np.float64)
        columns[f"written_{name}"] = written
        columns[name] = np.where(np.isfinite(written) & (written > 0), written, NAN)
    return make_table("image", len(file), columns)


def _annotation_table(rows: OrderedRows, image_of_file: Any) -> Table:
    columns = _columns(rows.annotations, ANNOTATION)
    count = len(rows.annotations)
    columns |= directive_columns(count, rows.directives)
    columns["image"] = image_of_file[columns["file"]]
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
    for name in ("problem", "missing_field") if rows.faults else ():
        texts = [""] * count
        for row, fault in rows.faults.items():
            texts[row] = getattr(fault, name)
        columns[name] = intern(texts)
    return make_table("annotation", count, columns)
