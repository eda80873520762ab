"""COCO files become tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.annotations import read_annotations, record_text
from boxlint.formats.coco.chunk import Chunk, key_columns, sparse_text
from boxlint.formats.coco.digests import record_digests, shape_digests
from boxlint.formats.coco.entries import Entries, explain_rows, read_categories, read_images
from boxlint.formats.coco.extras import unknown_fields
from boxlint.formats.coco.keypoints import read_keypoints
from boxlint.formats.coco.links import link
from boxlint.formats.coco.structure import Structure, find_structure
from boxlint.formats.json_text import parse
from boxlint.formats.lfs import is_lfs_pointer
from boxlint.formats.text import SourceText, decode_source, read_source
from boxlint.joining import concatenate
from boxlint.tables import Column, Table, Tables, Text, intern, make_table, make_tables

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile

_BOX: Final = 4
_ROTATED_BOX: Final = 5
_KEYPOINTS: Final = frozenset({"keypoint", "annotation.keypoint_number_count", "annotation.num_keypoints"})
"""What is read of keypoints only where a rule wants it, and then together."""
_NOT_IN_TABLE: Final = frozenset({"is_ignored"})


class _Lists(Struct, frozen=True):
    images: Entries
    categories: Entries
    annotations: Chunk
    repeated: str


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of COCO files, each a file set of its own; a file that cannot be read has its row nevertheless."""
    parts = []
    for file in files:
        parts.append(_read_file(file, options))
        options.progress(1)
    return concatenate(parts)


def _read_file(file: SourceFile, options: ReadOptions) -> Tables:
    file_set = make_table("file_set", 1, {"path": intern([file.shown]), "format": intern(["coco"])})
    try:
        source = read_source(file.path) if file.content is None else decode_source(file.content)
    except OSError as fault:
        reason = f"the file cannot be read: {fault.strerror or fault}"
        columns = {"is_unreadable": [True], "problem": intern([reason])}
        return make_tables(file_sets=file_set, files=_file_table(file, columns))
    if is_lfs_pointer(source.data):
        return make_tables(file_sets=file_set, files=_file_table(file, {"is_lfs_pointer": [True]}))
    structure = find_structure(source.data)
    lists = _read_lists(structure, options)
    has_classes = options.classes is not None or len(structure.spans["categories"]) > 0
    annotations, parts = _annotation_tables(structure, lists, options)
    return make_tables(
        file_sets=file_set,
        files=_file_table(file, _file_columns(source, structure, lists, has_classes)),
        images=make_table("image", lists.images.length, lists.images.columns),
        categories=_category_table(lists.categories, options),
        annotations=annotations,
        **parts,
    )


def _read_lists(structure: Structure, options: ReadOptions) -> _Lists:
    images = read_images(structure.data, structure.spans["images"])
    categories = read_categories(structure.data, structure.spans["categories"])
    annotations, repeated = read_annotations(structure.data, structure.spans["annotations"], options.wanted)
    return _Lists(images, categories, annotations, images.repeated or categories.repeated or repeated)


def _file_table(file: SourceFile, columns: dict[str, Column]) -> Table:
    own = {"file_set": [0], "path": intern([file.shown]), "format": intern(["coco"])}
    return make_table("file", 1, {**own, **columns})


def _file_columns(source: SourceText, structure: Structure, lists: _Lists, has_classes: bool) -> dict[str, Column]:
    return {
        "encoding": intern([source.encoding]),
        "encoding_is_unusual": [source.is_unusual],
        "is_unreadable": [structure.is_unreadable],
        "problem": intern([structure.problem]),
        "problem_start": [structure.problem_start if structure.problem else _start_of(lists.repeated, structure)],
        "duplicate_key": intern([structure.duplicate_key or lists.repeated]),
        "missing_list": intern([structure.missing_list]),
        "missing_section": intern([structure.missing_section]),
        "has_class_list": [has_classes],
    }


def _start_of(repeated: str, structure: Structure) -> int:
    """Where the record of a repeated key stands, such as the fourth annotation for "annotations[3].bbox"."""
    named = re.match(r"(\w+)\[(\d+)\]", repeated)
    return int(structure.spans[named[1]].starts[int(named[2])]) if named else -1


def _category_table(entries: Entries, options: ReadOptions) -> Table:
    is_listed = np.ones(entries.length, np.bool_)
    if options.classes is not None:
        names = entries.columns["name"]
        is_listed = np.array([names.at(row) in options.classes for row in range(entries.length)], np.bool_)
    columns = {"file_set": np.zeros(entries.length, np.int64), "is_listed": is_listed, **entries.columns}
    return make_table("category", entries.length, columns)


def _annotation_tables(structure: Structure, lists: _Lists, options: ReadOptions) -> tuple[Table, dict[str, Table]]:
    """The annotations, and by plural name the tables of their geometry."""
    chunk = lists.annotations
    data, spans = structure.data, structure.spans["annotations"]
    numbers = options.coordinates or _numbers_of_a_box(chunk)
    keys = {name: key_columns(ids) for name, ids in chunk.ids.items()}
    image_keys, category_keys = keys["image_id"][0], keys["category_id"][0]
    flags = {name: column for name, column in chunk.columns.items() if name not in _NOT_IN_TABLE}
    has_shape = chunk.columns["has_mask"] | chunk.columns["has_keypoints"]
    columns: dict[str, Column] = {
        **flags,
        "index": np.arange(chunk.length),
        "start": spans.starts,
        "end": spans.ends,
        "missing_field": sparse_text(chunk.length, chunk.texts.get("missing_field", {})),
        "problem": explain_rows("annotations", chunk.length, _faulty(structure, chunk, numbers), numbers),
        "file": np.zeros(chunk.length, np.int64),
        "image": link(image_keys, lists.images.columns["id"]),
        "category": link(category_keys, lists.categories.columns["id"]),
        "id": keys["id"][0],
        "id_type": keys["id"][1],
        "written_image_id": image_keys,
        "image_id_type": keys["image_id"][1],
        "written_category_id": category_keys,
        "category_id_type": keys["category_id"][1],
        "is_target": ~(chunk.columns["iscrowd"] | chunk.columns["is_ignored"]),
        "expected_coordinate_count": np.full(chunk.length, float(numbers)),
        "shape_digest": shape_digests(data, spans, image_keys.numbers, _dense_boxes(chunk, numbers), has_shape),
        "record_digest": record_digests(data, spans, keys["id"][0].numbers),
        "unknown_field": _unknown_field(structure, options),
    }
    parts = {"rotated" if numbers == _ROTATED_BOX else "boxes": _geometry(*chunk.boxes[numbers])}
    parts |= {"polygons": chunk.polygons, "masks": chunk.masks}
    if _KEYPOINTS & options.wanted:
        keypoints = read_keypoints(data, spans, chunk.columns["has_keypoint_field"])
        columns |= keypoints.columns
        parts["keypoints"] = keypoints.points
    return make_table("annotation", chunk.length, columns), parts


def _numbers_of_a_box(chunk: Chunk) -> int:
    """5 (rotated COCO) where most boxes have five numbers, else 4; one box of five alone is a fault, no convention."""
    plain, rotated = len(chunk.boxes[_BOX][0]), len(chunk.boxes[_ROTATED_BOX][0])
    return _ROTATED_BOX if rotated > max(plain, 1) else _BOX


def _faulty(structure: Structure, chunk: Chunk, numbers: int) -> dict[int, Any]:
    """The records to be explained: those of the careful road, and boxes that have the other count of numbers."""
    spans = structure.spans["annotations"]
    other = chunk.boxes[_BOX + _ROTATED_BOX - numbers][0]
    miscounted = {
        row: parse(record_text(structure.data, spans, row)) for row in other.tolist() if row not in chunk.faulty
    }
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


def _unknown_field(structure: Structure, options: ReadOptions) -> Text | None:
    if "annotation.unknown_field" not in options.wanted:
        return None
    spans = structure.spans["annotations"]
    return sparse_text(len(spans), unknown_fields(structure.data, spans, options.known_fields))
