"""The tables of one file set, or of a part of it, from the rows that were gathered of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.formats.registry import conventions, find_format
from boxlint.fractions import NOMINAL_SIDE
from boxlint.outlines import reduce_outlines
from boxlint.rows.categories import category_table, written_categories
from boxlint.rows.directives import directive_columns
from boxlint.rows.gathered import Polygons, Rows
from boxlint.rows.ordering import OrderedRows
from boxlint.rows.row import ANNOTATION, NAN, SHAPES, ImageRow
from boxlint.rows.shape_digests import Coordinates, run_places, shape_digests
from boxlint.schema import PLURALS, SCHEMA
from boxlint.tables import Column, Keys, Table, Tables, intern, make_table, make_tables, sparse_text, written_keys

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

_WHOLE: Final = frozenset({"annotation", "file", "image", "category", "index", "start", "end"})
_SINGULAR: Final = {plural: single for single, plural in PLURALS.items()}
_INVALID: Final = "polygon.is_invalid"
_NO_LENGTH: Final = frozenset({"annotation", "angle", "visibility"})


def build_tables(rows: Rows, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set whose files, `files`, were all gathered in `rows`."""
    ordered = rows.in_order()
    format = find_format(files[0].format)
    # one file of a set may be the set
    place = files[0].shown if format and format.whole_dataset else str(PurePosixPath(files[0].shown).parent)
    sets = {
        "path": intern([place]),
        "format": intern([files[0].format]),
        **{name: [value] for name, value in conventions(files[0].format, "file_set").items()},
    }
    has_class_list = options.classes is not None or rows.listed is not None
    scale = NOMINAL_SIDE if rows.are_fractions else 1
    return make_tables(
        file_sets=make_table("file_set", 1, sets),
        files=_file_table(rows, files, has_class_list),
        images=_image_table(ordered.images, are_fractions=rows.are_fractions),
        categories=category_table(ordered.categories, options.classes, rows.listed, rows.keypoint_count),
        annotations=_annotation_table(ordered, rows, scale),
        polygons=_polygon_table(rows.polygons, ordered.places, scale, options),
        **{plural: _shape_table(plural, ordered.shapes[plural], scale) for plural in SHAPES},
    )


def _columns(table: Any, names: Sequence[str]) -> dict[str, Any]:
    return {
        name: table[:, place].astype(np.int64 if name in _WHOLE else np.float64) for place, name in enumerate(names)
    }


def _shape_table(plural: str, values: Any, scale: float) -> Table:
    columns = _columns(values, SHAPES[plural])
    with np.errstate(invalid="ignore", over="ignore"):
        if scale != 1:
            columns |= {name: column * scale for name, column in columns.items() if name not in _NO_LENGTH}
        for axis, side in (("x", "width"), ("y", "height")) if plural == "boxes" else ():
            columns[side] = columns[f"{axis}_max"] - columns[f"{axis}_min"]
    if plural == "rotated":
        # numpy warns of the cosine of infinity
        angle = np.where(np.isfinite(columns["angle"]), columns["angle"], np.nan)
        columns["cosine"], columns["sine"] = np.cos(angle), np.sin(angle)
    return make_table(_SINGULAR[plural], len(values), columns)


def _polygon_table(polygons: Polygons, places: Any, scale: float, options: ReadOptions) -> Table:
    if not polygons.counts:
        return make_table("polygon", 0)
    counts, parts = np.array(polygons.counts, np.int64), np.array(polygons.parts, np.int64)
    annotations = places[np.array(polygons.annotations, np.int64)]
    order = np.lexsort((parts, annotations))
    starts = np.cumsum(counts) - counts
    counts = counts[order]
    pairs = counts // 2
    # the last number of an odd count is no vertex
    first = np.repeat(starts[order] - 2 * (np.cumsum(pairs) - pairs), pairs) + 2 * np.arange(pairs.sum())
    with np.errstate(over="ignore"):
        numbers = np.array(polygons.numbers, np.float64) * scale
    columns = {
        "annotation": annotations[order],
        "part": parts[order],
        "number_count": counts,
        **reduce_outlines(numbers[first], numbers[first + 1], pairs, with_validity=_INVALID in options.wanted),
    }
    return make_table("polygon", len(counts), columns)


def _file_table(gathered: Rows, files: Sequence[SourceFile], has_class_list: bool) -> Table:
    rows, count = gathered.files, len(files)
    columns = {
        "file_set": np.zeros(count, np.int64),
        "path": intern([file.shown for file in files]),
        "format": intern([file.format for file in files]),
        "encoding": intern([row.encoding for row in rows]),
        "problem": intern([row.problem for row in rows]),
        "box_mode": intern([row.box_mode for row in rows]),
        "box_space": intern([row.box_space for row in rows]),
        "has_class_list": np.full(count, has_class_list),
        **{name: np.full(count, value) for name, value in conventions(files[0].format, "file").items()},
        **directive_columns(count, gathered.file_directives),
    }
    if gathered.lacks_sizes:
        columns["writes_sizes"] = np.zeros(count, np.bool_)
    for name in ("encoding_is_unusual", "is_unreadable", "is_lfs_pointer", "problem_start", "header_lines"):
        columns[name] = [getattr(row, name) for row in rows]
    return make_table("file", count, columns)


def _image_table(images: Sequence[ImageRow], *, are_fractions: bool) -> Table:
    file = np.array([image.file for image in images], np.int64)
    columns = {
        "file": file,
        "index": np.arange(len(file)) - np.searchsorted(file, file),
        "start": np.array([image.start for image in images], np.int64),
        "end": np.array([image.end for image in images], np.int64),
        "file_name": intern([image.file_name for image in images]),
        "has_fractions": np.full(len(images), are_fractions),
    }
    for name in ("width", "height"):
        written = np.array([getattr(image, name) for image in images], np.float64)
        columns[f"written_{name}"] = written
        columns[name] = np.where(np.isfinite(written) & (written > 0), written, NAN)
    others = {name for image in images for name in image.columns}
    for name in sorted(others):
        given = {row: image.columns[name] for row, image in enumerate(images) if name in image.columns}
        columns[name] = _sparse("image", name, len(images), given)
    return make_table("image", len(file), columns)


def _sparse(table: str, name: str, count: int, values: Mapping[int, Any]) -> Column:
    """A column of a table of which only some rows have a value."""
    kind = SCHEMA[table][name]
    if kind == "text":
        return sparse_text(count, {row: text for row, text in values.items() if text})
    if kind == "key":
        return written_keys([values.get(row) for row in range(count)])
    column = np.full(count, False if kind == "flag" else NAN)
    column[list(values)] = list(values.values())
    return column


def _annotation_table(ordered: OrderedRows, rows: Rows, scale: float) -> Table:
    columns = _columns(ordered.annotations, ANNOTATION)
    count = len(ordered.annotations)
    faults = ordered.by_place(rows.faults)
    columns |= directive_columns(count, ordered.by_place(rows.directives))
    columns["shape_digest"] = shape_digests(count, _coordinates(ordered, rows.polygons, scale))
    names = written_keys([*ordered.categories, None])
    columns["written_category_id"] = Keys(names.numbers[columns["category"]], names.values)
    row_of = {name: row for row, name in enumerate(written_categories(ordered.categories, rows.listed))}
    # the last entry is what −1 reads
    columns["category"] = np.array([*(row_of[name] for name in ordered.categories), -1])[columns["category"]]
    columns["is_target"] = np.ones(count, np.bool_)
    columns["coordinate_count"] = columns["expected_coordinate_count"].copy()
    columns["difficulty_is_missing"] = np.zeros(count, np.bool_)
    columns["difficulty_is_missing"][ordered.places[rows.without_difficulty]] = True
    for name, values in rows.columns.items():
        if name == "is_target":
            columns[name][ordered.places[list(values)]] = list(values.values())
        else:
            columns[name] = _sparse("annotation", name, count, ordered.by_place(values))
    for name, pairs in ordered.values.items():
        column: Any = columns.get(name)
        columns[name] = column = _sparse("annotation", name, count, {}) if column is None else column
        column[pairs[:, 0].astype(np.int64)] = pairs[:, 1]
    for name in ("is_malformed", "coordinates_not_numeric"):
        columns[name] = np.zeros(count, np.bool_)
        columns[name][[row for row, fault in faults.items() if getattr(fault, name)]] = True
    for row, fault in faults.items():
        if fault.coordinate_count is not None:
            columns["coordinate_count"][row] = fault.coordinate_count
    for name in ("problem", "missing_field") if faults else ():
        columns[name] = sparse_text(
            count, {row: getattr(fault, name) for row, fault in faults.items() if getattr(fault, name)}
        )
    return make_table("annotation", count, columns)


def _coordinates(ordered: OrderedRows, polygons: Polygons, scale: float) -> Iterator[Coordinates]:
    """The coordinates of polygons and of keypoints."""
    if polygons.counts:
        counts = np.array(polygons.counts, np.int64)
        owners = ordered.places[np.array(polygons.annotations, np.int64)]
        with np.errstate(over="ignore"):
            values = np.array(polygons.numbers) * scale
        yield Coordinates(np.repeat(owners, counts), run_places(counts), values)
    keypoints = ordered.shapes["keypoints"]
    if len(keypoints):
        owners = keypoints[:, 0].astype(np.int64)
        counts = np.unique(owners, return_counts=True)[1]
        with np.errstate(over="ignore"):
            values = keypoints[:, 1:] * (scale, scale, 1)
        yield Coordinates(np.repeat(owners, 3), run_places(3 * counts), values.ravel())
