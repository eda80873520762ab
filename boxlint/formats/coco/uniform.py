"""The shortest road: annotations that are all written alike, decoded as arrays without a Python object a record.

Programs write the same keys in the same order in every record. Where that is so, the text between the values is the
same everywhere: it is compared, and blotted out. What is left is lists of numbers, which simdjson reads at once.
Whatever is written otherwise, be it a single record, is left to the next road.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.chunk import Chunk, absent_keys, id_columns
from boxlint.formats.coco.columns import is_filled
from boxlint.formats.coco.dialects import COCO, Dialect
from boxlint.formats.coco.layout import Fields, blot_out_keys
from boxlint.formats.coco.marks import Marks, NestedObject, find_marks, find_records
from boxlint.formats.coco.spans import Spans
from boxlint.formats.flat_lists import FlatLists, numbers_of
from boxlint.formats.json_text import is_json

_BOX: Final = frozenset({"bbox"})
_REFERENCES: Final = ("image_id", "category_id")
_WHOLE: Final = frozenset({"id", "image_id", "category_id", "iscrowd", "ignore"})
_LISTS: Final = frozenset({"bbox", "segmentation"})
_KEYS: Final = _WHOLE | _LISTS | {"area", "score"}
_MOST_DIGITS: Final = 18
"""Digits that any int64 has room for."""
_ZERO: Final = ord("0")


class UniformRun(Struct, frozen=True):
    """A run of records: its columns, where its records are, its polygons with the rows that own them, and its masks.

    `parts` (P,) are the places of the polygons in the lists of their annotations, `masks` the JSON texts of objects.
    """

    chunk: Chunk
    spans: Spans
    polygons: FlatLists
    parts: Any
    masks: dict[int, bytes]


def decode_uniform(text: bytes, dialect: Dialect = COCO) -> UniformRun | None:
    """The records of a text that is one JSON list of annotations, None where they are not written alike."""
    if b"\\" in text:
        return None
    # a word, or as many digits, may be looked at that begin at the last byte
    buffer = bytearray(text + b" " * _MOST_DIGITS)
    symbols = np.frombuffer(buffer, np.uint8)
    marks = find_marks(symbols)
    found = find_records(marks)
    if found is None:
        return None
    spans, nested = found
    masks = {}
    for item in nested:
        written = text[item.start : item.end]
        if not is_json(written):
            return None
        masks[item.row] = written
        buffer[item.start : item.end] = b"[".ljust(len(written) - 1) + b"]"
        marks.take_for_empty_list(item.first, item.last)
    fields = blot_out_keys(text, buffer, spans, marks.quotes())
    if fields is None or not (_KEYS.issuperset(fields.names) and _BOX.union(dialect.required).issubset(fields.names)):
        return None
    if not _are_masks(nested, fields):
        return None
    numbers = numbers_of(bytes(buffer))
    lists = None if numbers is None else _lists(symbols, marks, fields)
    return None if lists is None else _run(symbols, spans, fields, numbers, lists, masks, dialect)


def _are_masks(nested: Sequence[NestedObject], fields: Fields) -> bool:
    """Whether each object is the value of its record's segmentation."""
    place = fields.place("segmentation")
    return not nested or (place >= 0 and all(fields.starts[place][item.row] == item.start for item in nested))


def _run(
    symbols: Any,
    spans: Spans,
    fields: Fields,
    numbers: Any,
    lists: tuple[Any, ...],
    masks: dict[int, bytes],
    dialect: Dialect,
) -> UniformRun | None:
    """The columns, given all numbers in the order of the text (V,)."""
    box_counts, owners, parts, counts = lists
    count = len(spans)
    polygon_numbers = np.bincount(owners, counts, count).astype(np.int64)
    sizes = {name: np.ones(count, np.int64) for name in fields.names}
    sizes |= {"bbox": box_counts, "segmentation": polygon_numbers}
    lengths = sum(sizes[name] for name in fields.names)
    # otherwise there is a number where none belongs
    if int(np.sum(lengths)) != len(numbers) or not ((box_counts == 4) | (box_counts == 5)).all():
        return None
    places = {}
    place = np.cumsum(lengths) - lengths
    for name in fields.names:
        places[name] = place
        place = place + sizes[name]
    whole = {name: _whole_numbers(symbols, fields, name) for name in fields.names if name in _WHOLE}
    if any(values is None for values in whole.values()):
        return None
    columns = (_result_columns if dialect.are_results else _columns)(whole, numbers, places, box_counts)
    if columns is None:
        return None
    columns["has_mask"] = polygon_numbers > 0
    columns["has_mask"][[row for row, text in masks.items() if is_filled(text)]] = True
    boxes = {}
    for size in (4, 5):
        rows = np.flatnonzero(box_counts == size)
        boxes[size] = (rows, numbers[places["bbox"][rows, None] + np.arange(size)])
    is_vertex = np.ones(len(numbers), np.bool_)
    for name in fields.names:
        for step in range(1 if name != "bbox" else 5) if name != "segmentation" else ():
            is_vertex[places[name][sizes[name] > step] + step] = False
    chunk = Chunk(
        length=count,
        columns={**id_columns({name: whole[name] for name in _REFERENCES}), **columns},
        boxes=boxes,
    )
    return UniformRun(chunk, spans, FlatLists(numbers[is_vertex], counts, owners), parts, masks)


def _lists(symbols: Any, marks: Marks, fields: Fields) -> tuple[Any, Any, Any, Any] | None:
    """How many numbers each box has (N,), and of polygons (P,) the owners, places in their lists, and counts."""
    rows, is_open = marks.brackets()
    depths = np.cumsum(np.where(is_open, 1, -1))
    # the list of all records, a record, a field, a polygon
    if depths.max() > 4:
        return None
    is_outer = is_open & (depths == 3)
    outer, inner = np.flatnonzero(is_outer), np.flatnonzero(is_open & (depths == 4))
    listed = [name for name in fields.names if name in _LISTS]
    if len(outer) != len(listed) * len(fields.starts[0]):
        return None
    places, lists = marks.places[rows], outer.reshape(-1, len(listed))
    if any((places[lists[:, row]] != fields.starts[fields.place(name)]).any() for row, name in enumerate(listed)):
        return None
    # neither holds another list: the next bracket closes it
    box_counts = _count(symbols, rows, places, lists[:, listed.index("bbox")])
    counts = _count(symbols, rows, places, inner)
    if box_counts is None or counts is None:
        return None
    owners, of_list = np.divmod(np.cumsum(is_outer)[inner] - 1, len(listed))
    if len(inner) and ("segmentation" not in listed or (of_list != listed.index("segmentation")).any()):
        return None
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    parts = np.arange(len(owners)) - np.repeat(first, np.diff(first, append=len(owners)))
    return box_counts, owners, parts, counts


def _count(symbols: Any, rows: Any, places: Any, opens: Any) -> Any:
    """How many numbers there are in lists of numbers, whose brackets are neighbours; None where one may be empty.

    `rows` (B,) are the numbers of the brackets among all marks: between the two of a list of numbers there are commas.
    """
    counts = rows[opens + 1] - rows[opens]
    start, end = places[opens], places[opens + 1]
    alone = counts == 1
    is_empty = (symbols[start[alone] + 1] <= ord(" ")) | (end[alone] == start[alone] + 1)
    return None if is_empty.any() else counts


def _whole_numbers(symbols: Any, fields: Fields, name: str) -> Any:
    """The values of a field as int64, None where one of them is written with anything but digits."""
    place = fields.place(name)
    starts = fields.starts[place]
    widths = fields.ends[place] - starts
    if widths.min() < 1 or widths.max() > _MOST_DIGITS:
        return None
    values = np.zeros(len(starts), np.int64)
    for step in range(int(widths.max())):
        rows = widths > step
        digits = symbols[starts + step].astype(np.int64) - _ZERO
        if ((digits < 0) | (digits > 9))[rows].any():
            return None
        values = np.where(rows, values * 10 + digits, values)
    return values


def _columns(whole: dict[str, Any], numbers: Any, places: dict[str, Any], box_counts: Any) -> dict[str, Any]:
    """The columns of the fields that may be absent."""
    count = len(box_counts)
    crowds, ignores = whole.get("iscrowd"), whole.get("ignore")
    nowhere = np.zeros(count, np.bool_)
    area = numbers[places["area"]] if "area" in places else np.full(count, np.nan)
    return {
        **id_columns({"id": whole["id"]}),
        "coordinate_count": box_counts.astype(np.float64),
        "area": area,
        "area_is_missing": np.isnan(area),
        "iscrowd_is_missing": np.full(count, crowds is None),
        "iscrowd_is_invalid": nowhere if crowds is None else crowds > 1,
        "iscrowd": nowhere if crowds is None else crowds == 1,
        "is_ignored": nowhere if ignores is None else ignores == 1,
        "has_keypoints": nowhere,
        "has_keypoint_field": nowhere,
    }


def _result_columns(_: dict[str, Any], numbers: Any, places: dict[str, Any], box_counts: Any) -> dict[str, Any] | None:
    """The same of results; None where a score is not finite."""
    count = len(box_counts)
    score = numbers[places["score"]]
    if not np.isfinite(score).all():
        return None
    return {
        **absent_keys("id", count),
        "coordinate_count": box_counts.astype(np.float64),
        "score": score,
        "area": np.full(count, np.nan),
        **dict.fromkeys(("iscrowd", "is_ignored", "has_keypoints", "has_keypoint_field"), np.zeros(count, np.bool_)),
    }
