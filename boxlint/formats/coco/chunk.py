"""A run of consecutive annotations as columns, and runs joined to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from boxlint.joining import join_columns, join_rows, take_rows
from boxlint.schema import Kind
from boxlint.tables import JSON_TYPES, MISSING_KEY, Column, Keys, Table, Text, intern, make_table, written_keys

ABSENT: Final = msgspec.UNSET
"""The written value of a field that is absent."""
READ_KEYS: Final = (
    "id", "image_id", "category_id", "bbox", "area", "iscrowd", "ignore", "segmentation", "keypoints", "num_keypoints",
    "boxlint",
)  # fmt: skip
"""The keys of an annotation that are read."""
RESULT_KEYS: Final = ("image_id", "category_id", "bbox", "score", "segmentation", "keypoints", "boxlint")
"""The keys of a result that are read."""

_TYPE_NAMES: Final[dict[type, str]] = dict(
    zip((int, float, str, bool, type(None), list, dict), JSON_TYPES, strict=True)
)


class Chunk(Struct, frozen=True):
    """The columns of `length` consecutive annotations.

    `columns`: ids, numbers and flags by their name in the schema; a flag that is left out is false everywhere.
    `texts`: text columns, by row. `boxes`: for each count of coordinates (4, 5) the rows (M,) and coordinates
    (M, count). `faulty`: by row, records to be explained (the value, or why there is none).
    `suspects`: the rows (S,) that may have a key twice. `segmentations`: what is written, as values or as JSON text,
    until it is read into `polygons` and `masks`, where that is wanted, as the `keypoints` are.
    """

    length: int
    columns: Mapping[str, Column]
    boxes: Mapping[int, tuple[Any, Any]]
    texts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    faulty: Mapping[int, Any] = field(default_factory=dict)
    suspects: Any = field(default_factory=lambda: np.empty(0, np.int64))
    segmentations: Sequence[Any] = ()
    polygons: Table = field(default_factory=lambda: make_table("polygon", 0))
    masks: Table = field(default_factory=lambda: make_table("mask", 0))
    keypoints: Table = field(default_factory=lambda: make_table("keypoint", 0))


def join_chunks(chunks: Sequence[Chunk]) -> Chunk:
    """One chunk of several, rows in order."""
    starts = np.cumsum([0] + [chunk.length for chunk in chunks]).tolist()
    names = dict.fromkeys(name for chunk in chunks for name in chunk.columns)
    texts = dict.fromkeys(name for chunk in chunks for name in chunk.texts)
    pairs = list(zip(chunks, starts, strict=False))
    return Chunk(
        length=starts[-1],
        columns={name: join_written([_column(chunk, name) for chunk in chunks]) for name in names},
        boxes={count: _join_boxes(pairs, count) for count in (4, 5)},
        texts={
            name: {start + row: text for chunk, start in pairs for row, text in chunk.texts.get(name, {}).items()}
            for name in texts
        },
        faulty={start + row: value for chunk, start in pairs for row, value in chunk.faulty.items()},
        suspects=np.concatenate([chunk.suspects + start for chunk, start in pairs]),
        segmentations=[written for chunk in chunks for written in chunk.segmentations],
        polygons=join_rows("polygon", [chunk.polygons for chunk in chunks], {"annotation": starts[:-1]}),
        masks=join_rows("mask", [chunk.masks for chunk in chunks], {"annotation": starts[:-1]}),
        keypoints=join_rows("keypoint", [chunk.keypoints for chunk in chunks], {"annotation": starts[:-1]}),
    )


def join_written(pieces: Sequence[Column]) -> Column:
    """One column of several that hold what is written, not links."""
    kinds: dict[type, Kind] = {Text: "text", Keys: "key"}
    return join_columns(kinds.get(type(pieces[0]), "number"), pieces)


def in_places(chunk: Chunk, places: Any) -> Chunk:
    """A chunk whose shapes are still to be read, its rows moved: row i goes to `places[i]`, a permutation (N,)."""
    order = np.argsort(places)
    moved = places.tolist()
    return replace(
        chunk,
        columns={name: take_rows(column, order) for name, column in chunk.columns.items()},
        boxes={count: _sorted_boxes(places[rows], values) for count, (rows, values) in chunk.boxes.items()},
        texts={name: {moved[row]: text for row, text in texts.items()} for name, texts in chunk.texts.items()},
        faulty={moved[row]: value for row, value in chunk.faulty.items()},
        suspects=np.sort(places[chunk.suspects]),
        segmentations=[chunk.segmentations[row] for row in order.tolist()],
    )


def _sorted_boxes(rows: Any, values: Any) -> tuple[Any, Any]:
    order = np.argsort(rows)
    return rows[order], values[order]


def _column(chunk: Chunk, name: str) -> Column:
    return chunk.columns[name] if name in chunk.columns else np.broadcast_to(np.False_, chunk.length)


def _join_boxes(pairs: Sequence[tuple[Chunk, int]], count: int) -> tuple[Any, Any]:
    parts = [
        (rows + start, values)
        for chunk, start in pairs
        for rows, values in [chunk.boxes.get(count, (None, None))]
        if rows is not None
    ]
    if not parts:
        return np.empty(0, np.int64), np.empty((0, count))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([values for _, values in parts])


def id_columns(ids: Mapping[str, Any]) -> dict[str, Column]:
    """The key columns of ids and their type columns, each an int64 array, or written values, by its JSON name."""
    columns: dict[str, Column] = {}
    for name, values in ids.items():
        key = name if name == "id" else f"written_{name}"
        columns[key], columns[f"{name}_type"] = _key_columns(values)
    return columns


def absent_keys(name: str, length: int) -> dict[str, Column]:
    """The columns of ids that no record has."""
    numbers = np.broadcast_to(np.int64(MISSING_KEY), length)
    return {name: Keys(numbers, ()), f"{name}_type": Text(np.broadcast_to(np.int32(-1), length), ())}


def _key_columns(ids: Any) -> tuple[Keys, Text]:
    if isinstance(ids, np.ndarray):
        return Keys(ids, ()), Text(np.broadcast_to(np.int32(0), len(ids)), (JSON_TYPES[0],))
    keys = written_keys([None if value is ABSENT else value for value in ids])
    return keys, intern([_TYPE_NAMES.get(type(value), "") for value in ids])
