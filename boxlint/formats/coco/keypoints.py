"""The keypoints of annotations: runs of records by the fast road where it can, else record by record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.formats.coco.spans import Spans, list_text, record_text
from boxlint.syntax.json.numbers import as_number, float_of
from boxlint.syntax.json.text import JsonError, parse
from boxlint.tables import Table, make_table, sparse_text
from boxlint.text.quoting import in_words
from boxlint.text.source import Buffer

_VALUES: Final = 3
"""Numbers of a keypoint: x, y and visibility."""


class Keypoints(Struct, frozen=True):
    """The keypoint table, and what annotations say of their keypoints, by column of the annotation table."""

    points: Table
    columns: dict[str, Any]


class _Record(msgspec.Struct, gc=False):
    keypoints: list[float] | None = None
    num_keypoints: float | None = None


class _OddRecord(Struct):
    """A record among whose keypoints is something else than a number.

    `keypoints` are filled up to whole points, NaN for what is no number; `written` is how many values there are, in
    lists within the list too, NaN without a list; `problems` says by point what is wrong with it.
    """

    keypoints: list[float]
    num_keypoints: float
    written: float
    problems: dict[int, str]


_RUN: Final = msgspec.json.Decoder(list[_Record])
_ONE: Final = msgspec.json.Decoder(_Record)


def read_keypoints(data: Buffer, spans: Spans, has_field: Any) -> Keypoints:
    """The keypoints of the records where `has_field` (N,): a row for every three values of a list.

    Of a list whose length is no multiple of three, the last one or two numbers are left out.
    """
    if not has_field.any():
        nothing = np.full(len(spans), math.nan)
        return Keypoints(make_table("keypoint", 0), {"keypoint_number_count": nothing, "num_keypoints": nothing})
    records = _read_records(data, spans)
    counts = np.full(len(spans), math.nan)
    written = np.array([record.num_keypoints for record in records], np.float64)
    listed = [place for place, record in enumerate(records) if record.keypoints is not None]
    lengths, numbers = _flat([records[place].keypoints or () for place in listed])
    counts[listed] = lengths
    first = np.cumsum(lengths // _VALUES) - lengths // _VALUES
    problems: dict[int, str] = {}
    for place, row in zip(listed, first.tolist(), strict=True):
        record = records[place]
        if isinstance(record, _OddRecord):
            counts[place] = record.written
            problems |= {row + point: text for point, text in record.problems.items()}
    written[~has_field] = math.nan
    annotation = np.repeat(np.array(listed, np.int64), lengths // _VALUES)
    x, y, visibility = _points(lengths, numbers).T
    problem = sparse_text(len(annotation), problems)
    columns = {
        "annotation": annotation,
        "x": x,
        "y": y,
        "visibility": visibility,
        "coordinates_not_numeric": problem.codes >= 0,
        "problem": problem,
    }
    table = make_table("keypoint", len(annotation), columns)
    return Keypoints(table, {"keypoint_number_count": counts, "num_keypoints": written})


def _read_records(data: Buffer, spans: Spans) -> Sequence[_Record | _OddRecord]:
    try:
        records = _RUN.decode(list_text(data, spans, 0, len(spans)))
        if len(records) == len(spans):
            return records
    except (msgspec.DecodeError, RecursionError):
        pass
    return [_read_one(record_text(data, spans, row)) for row in range(len(spans))]


def _read_one(text: bytes) -> _Record | _OddRecord:
    try:
        return _ONE.decode(text)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        value = parse(text)
    except JsonError:
        return _Record()
    if not isinstance(value, dict):
        return _Record()
    listed, count = value.get("keypoints"), as_number(value.get("num_keypoints"))
    if listed is None:
        return _Record(None, count)
    if not isinstance(listed, list):
        problem = f"keypoints: expected a list of numbers, got {in_words(listed)}"
        return _OddRecord([math.nan] * _VALUES, count, math.nan, {0: problem})
    odd = {
        place // _VALUES: f"keypoints[{place}]: expected a number, got {in_words(item)}"
        for place, item in reversed(list(enumerate(listed)))
        if float_of(item) is None
    }
    numbers = [as_number(item) for item in listed]
    if not odd:
        return _Record(numbers, count)
    lacking = -len(listed) % _VALUES if len(listed) // _VALUES in odd else 0
    written = sum(len(item) if isinstance(item, list) else 1 for item in listed)
    return _OddRecord(numbers + [math.nan] * lacking, count, written, odd)


def _flat(lists: Sequence[Sequence[float]]) -> tuple[Any, Any]:
    """The lengths (M,) int64 of some lists, and all their numbers one after the other."""
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    return lengths, np.fromiter(chain.from_iterable(lists), np.float64, int(lengths.sum()))


def _points(lengths: Any, numbers: Any) -> Any:
    """The numbers of all lists, three a row, without what is left over at the end of each. Shape (K, 3)."""
    left_over = lengths % _VALUES
    if left_over.any():
        places = np.arange(len(numbers)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        numbers = numbers[places < np.repeat(lengths - left_over, lengths)]
    return numbers.reshape(-1, _VALUES)
