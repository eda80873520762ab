"""COCO files become tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.formats.coco.chunk import Chunk
from boxlint.formats.coco.dialects import DIALECTS, Dialect
from boxlint.formats.coco.digests import record_digests, shape_digests
from boxlint.formats.coco.entries import Entries, entry_table, explain_rows
from boxlint.formats.coco.links import link
from boxlint.formats.coco.lists import Lists, read_lists
from boxlint.formats.coco.spans import Spans, record_text
from boxlint.formats.directives import directive_columns
from boxlint.formats.json_text import parse
from boxlint.formats.lfs import is_lfs_pointer
from boxlint.formats.registry import conventions
from boxlint.formats.text import Buffer, SourceText, decode_source, read_source
from boxlint.joining import concatenate
from boxlint.tables import Column, Table, Tables, intern, make_table, make_tables, sparse_text

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

_BOX: Final = 4
_ROTATED_BOX: Final = 5
_NOT_IN_TABLE: Final = frozenset({"is_ignored"})
_TEXTS: Final = ("missing_field", "unknown_field", "suppressed", "suppression_problem")


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of files of COCO or a relative, each a file set of its own; one that cannot be read has a row too."""
    parts = []
    for file in files:
        parts.append(_read_file(file, options))
        options.progress(1)
    return concatenate(parts)


def _read_file(file: SourceFile, options: ReadOptions) -> Tables:
    dialect = DIALECTS[file.format]
    named = {"path": intern([file.shown]), "format": intern([file.format])}
    usual = {name: [value] for name, value in conventions(file.format, "file_set").items()}
    file_set = make_table("file_set", 1, {**named, **usual})
    try:
        source = read_source(file.path) if file.content is None else decode_source(file.content)
        if is_lfs_pointer(source.data):
            return make_tables(file_sets=file_set, files=_file_table(file, {"is_lfs_pointer": [True]}))
        lists = read_lists(source, file, options)
    except OSError as fault:
        reason = f"the file cannot be read: {fault.strerror or fault}"
        columns = {"is_unreadable": [True], "problem": intern([reason])}
        return make_tables(file_sets=file_set, files=_file_table(file, columns))
    # results have ids, and the configuration names
    has_classes = not dialect.are_results and (options.classes is not None or lists.categories.length > 0)
    annotations, parts = _annotation_tables(source.data, lists, options, dialect)
    return make_tables(
        file_sets=file_set,
        files=_file_table(file, _file_columns(source, lists, has_classes)),
        images=entry_table("image", "images", lists.images),
        categories=_category_table(lists.categories, options.classes if has_classes else None),
        annotations=annotations,
        **parts,
    )


def _file_table(file: SourceFile, columns: dict[str, Column]) -> Table:
    own = {
        "file_set": [0],
        "path": intern([file.shown]),
        "format": intern([file.format]),
        **{name: [value] for name, value in conventions(file.format, "file").items()},
    }
    return make_table("file", 1, {**own, **columns})


def _file_columns(source: SourceText, lists: Lists, has_classes: bool) -> dict[str, Column]:
    structure = lists.structure
    repeated, start = _first_repeat(lists)
    return {
        "encoding": intern([source.encoding]),
        "encoding_is_unusual": [source.is_unusual],
        "is_unreadable": [structure.is_unreadable],
        "problem": intern([structure.problem]),
        "problem_start": [structure.problem_start if structure.problem else start],
        "duplicate_key": intern([structure.duplicate_key or repeated]),
        "missing_list": intern([structure.missing_list]),
        "missing_section": intern([structure.missing_section]),
        "has_class_list": [has_classes],
        **directive_columns(1, {0: structure.directive}),
    }


def _first_repeat(lists: Lists) -> tuple[str, int]:
    """The first key that is twice in a record, such as "annotations[3].bbox", and where the record stands."""
    annotations = lists.annotations
    for name, repeats, columns in (
        ("images", lists.images.repeats, lists.images.columns),
        ("categories", lists.categories.repeats, lists.categories.columns),
        ("annotations", annotations.texts.get("repeated_key", {}), annotations.columns),
    ):
        if repeats:
            row = min(repeats)
            return f"{name}[{row}].{repeats[row]}", int(columns["start"][row])
    return "", -1


def _category_table(entries: Entries, classes: Sequence[str] | None) -> Table:
    is_listed = np.ones(entries.length, np.bool_)
    if classes is not None:
        names = entries.columns["name"]
        is_listed = np.array([names.at(row) in classes for row in range(entries.length)], np.bool_)
    file_set = np.zeros(entries.length, np.int64)
    return entry_table("category", "categories", entries, file_set=file_set, is_listed=is_listed)


def _annotation_tables(
    data: Buffer, lists: Lists, options: ReadOptions, dialect: Dialect
) -> tuple[Table, dict[str, Table]]:
    """The annotations, and by plural name the tables of their geometry."""
    chunk = lists.annotations
    spans = Spans(chunk.columns["start"], chunk.columns["end"])
    numbers = options.coordinates or _numbers_of_a_box(chunk)
    image_keys, category_keys = chunk.columns["written_image_id"], chunk.columns["written_category_id"]
    nowhere = np.zeros(chunk.length, np.bool_)
    written = {name: column for name, column in chunk.columns.items() if name not in _NOT_IN_TABLE}
    written |= {f"{name}_is_missing": nowhere for name in ("area", "iscrowd") if name not in dialect.carries}
    if dialect.are_results:
        written |= {"lacks_box": nowhere, "is_result": ~nowhere}
    texts = {name: sparse_text(chunk.length, found) for name in _TEXTS if (found := chunk.texts.get(name))}
    list_name = "results" if dialect.are_results else "annotations"
    has_shape = chunk.columns["has_mask"] | chunk.columns["has_keypoints"]
    columns: dict[str, Column] = {
        **written,
        **texts,
        "index": np.arange(chunk.length),
        "problem": explain_rows(list_name, chunk.length, _faulty(data, spans, chunk, numbers), numbers),
        "file": np.zeros(chunk.length, np.int64),
        "image": link(image_keys, lists.images.columns["id"]),
        "category": link(category_keys, lists.categories.columns["id"]),
        "is_target": ~(chunk.columns["iscrowd"] | chunk.columns["is_ignored"]),
        "expected_coordinate_count": np.full(chunk.length, float(numbers)),
        "shape_digest": shape_digests(data, spans, image_keys.numbers, _dense_boxes(chunk, numbers), has_shape),
        "record_digest": record_digests(data, spans, chunk.columns["id"].numbers),
    }
    parts = {"rotated" if numbers == _ROTATED_BOX else "boxes": _geometry(*chunk.boxes[numbers])}
    parts |= {"polygons": chunk.polygons, "masks": chunk.masks, "keypoints": chunk.keypoints}
    return make_table("annotation", chunk.length, columns), parts


def _numbers_of_a_box(chunk: Chunk) -> int:
    """5 (rotated COCO) where most boxes have five numbers, else 4; one box of five alone is a fault, no convention."""
    plain, rotated = len(chunk.boxes[_BOX][0]), len(chunk.boxes[_ROTATED_BOX][0])
    return _ROTATED_BOX if rotated > max(plain, 1) else _BOX


def _faulty(data: Buffer, spans: Spans, chunk: Chunk, numbers: int) -> dict[int, Any]:
    """The records to be explained: those of the careful road, and boxes that have the other count of numbers."""
    other = chunk.boxes[_BOX + _ROTATED_BOX - numbers][0]
    miscounted = {row: parse(record_text(data, spans, row)) for row in other.tolist() if row not in chunk.faulty}
    return {**chunk.faulty, **miscounted}


def _dense_boxes(chunk: Chunk, numbers: int) -> Any:
    rows, values = chunk.boxes[numbers]
    boxes = np.full((chunk.length, numbers), np.nan)
    boxes[rows] = values
    return boxes


def _geometry(rows: Any, values: Any) -> Table:
    """The boxes of (M, 4) values x, y, width, height, or the rotated boxes of (M, 5), centre and angle in radians."""
    if values.shape[1] == _BOX:
        x, y, width, height = values.T
        with np.errstate(all="ignore"):
            corners = {"x_min": x, "y_min": y, "x_max": x + width, "y_max": y + height}
        return make_table("box", len(rows), {"annotation": rows, **corners, "width": width, "height": height})
    with np.errstate(all="ignore"):
        turn = {"cosine": np.cos(values[:, 4]), "sine": np.sin(values[:, 4])}
    names = ("center_x", "center_y", "width", "height", "angle")
    return make_table("rotated", len(rows), {"annotation": rows, **dict(zip(names, values.T, strict=True)), **turn})
