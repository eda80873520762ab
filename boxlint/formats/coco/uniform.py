"""The shortest road: annotations that are all written alike, decoded as arrays without a Python object a record.

Programs write the same keys in the same order in every record. Where that is so, the text between the values is the
same everywhere: it is compared, and blotted out. What is left is lists of numbers, which simdjson reads at once.
Whatever is written otherwise, be it a single record, is left to the next road.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.chunk import Chunk, id_columns
from boxlint.formats.coco.columns import is_filled
from boxlint.formats.coco.spans import Spans
from boxlint.formats.flat_lists import FlatLists, numbers_of
from boxlint.formats.json_text import is_json

_NEEDED: Final = frozenset({"id", "image_id", "category_id", "bbox"})
_WHOLE: Final = frozenset({"id", "image_id", "category_id", "iscrowd", "ignore"})
_LISTS: Final = frozenset({"bbox", "segmentation"})
_KEYS: Final = _NEEDED | _WHOLE | _LISTS | {"area"}
_MEMBER: Final = re.compile(rb'([ \t\r\n]*,?[ \t\r\n]*)"([a-z_]+)"([ \t\r\n]*:[ \t\r\n]*)')
_BLANK_END: Final = re.compile(rb"[ \t\r\n]*\Z")
_MOST_DIGITS: Final = 18
"""Digits that any int64 has room for."""
_WORD: Final = 8
_ZERO, _QUOTE, _COMMA, _OPEN, _CLOSE, _OPEN_BRACE, _CLOSE_BRACE = b'0",[]{}'


class UniformRun(Struct, frozen=True):
    """A run of records: its columns, where its records are, its polygons with the rows that own them, and its masks.

    `parts` (P,) are the places of the polygons in the lists of their annotations, `masks` the JSON texts of objects.
    """

    chunk: Chunk
    spans: Spans
    polygons: FlatLists
    parts: Any
    masks: dict[int, bytes]


class _Fields(Struct, frozen=True):
    """The fields that all records have, in order: their names, and where the value of each begins and ends, (N,)."""

    names: Sequence[str]
    starts: Sequence[Any]
    ends: Sequence[Any]

    def place(self, name: str) -> int:
        return self.names.index(name) if name in self.names else -1


def decode_uniform(text: bytes) -> UniformRun | None:
    """The records of a text that is one JSON list of annotations, None where they are not written alike."""
    if b"\\" in text:
        return None
    # a word, or as many digits, may be looked at that begin at the last byte
    buffer = bytearray(text + b" " * _MOST_DIGITS)
    symbols = np.frombuffer(buffer, np.uint8)
    found = _records(symbols)
    if found is None or not len(found[0]):
        return None
    spans, nested = found
    masks = {}
    for row, start, end in nested:
        if not is_json(text[start:end]):
            return None
        masks[row] = text[start:end]
        buffer[start:end] = b"[]".ljust(end - start)
    fields = _fields(text, buffer, spans, np.flatnonzero(symbols == _QUOTE))
    if fields is None or not _are_masks(nested, fields):
        return None
    numbers = numbers_of(bytes(buffer))
    return None if numbers is None else _run(symbols, spans, fields, numbers, masks)


def _records(symbols: Any) -> tuple[Spans, list[tuple[int, int, int]]] | None:
    """The spans of the records, and of objects in them with their rows; None where objects are nested deeper.

    Braces within texts are taken for others here: such texts are found out by their quotes.
    """
    opens, closes = (np.flatnonzero(symbols == symbol) for symbol in (_OPEN_BRACE, _CLOSE_BRACE))
    if len(opens) != len(closes):
        return None
    if (opens < closes).all() and (closes[:-1] < opens[1:]).all():
        return Spans(opens, closes + 1), []
    places = np.sort(np.concatenate([opens, closes]))
    is_open = symbols[places] == _OPEN_BRACE
    depths = np.cumsum(np.where(is_open, 1, -1))
    if depths.min() < 0 or depths.max() > 2:
        return None
    spans = Spans(places[is_open & (depths == 1)], places[~is_open & (depths == 0)] + 1)
    starts, ends = places[is_open & (depths == 2)], places[~is_open & (depths == 1)] + 1
    rows = np.searchsorted(spans.starts, starts, "right") - 1
    return spans, list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))


def _are_masks(nested: Sequence[tuple[int, int, int]], fields: _Fields) -> bool:
    """Whether each object is the value of its record's segmentation."""
    place = fields.place("segmentation")
    return not nested or (place >= 0 and all(fields.starts[place][row] == start for row, start, _ in nested))


def _fields(text: bytes, buffer: bytearray, spans: Spans, quotes: Any) -> _Fields | None:
    """The fields of the first record where all others have the same; their names are blotted out of the buffer."""
    start, end = int(spans.starts[0]), int(spans.ends[0])
    own = quotes[: np.searchsorted(quotes, end)]
    if not len(own) or len(own) % 2 or len(quotes) != len(own) * len(spans):
        return None
    quotes = quotes.reshape(len(spans), -1)
    if not ((quotes[:, 0] > spans.starts) & (quotes[:, -1] < spans.ends)).all():
        return None
    names: list[str] = []
    starts, ends = [], []
    for place in range(0, len(own), 2):
        before = _gap_before(text, start + 1, int(own[place]))
        member = _MEMBER.match(text, before)
        if member is None or (member[1].strip() == b",") != (place > 0):
            return None
        names.append(member[2].decode())
        gap = int(own[place]) - before
        if place:
            ends.append(quotes[:, place] - gap)
        same = member[0] if place else text[start:before] + member[0]
        first = quotes[:, place] - (own[place] - (before if place else start))
        if not _replace_same(buffer, first, same, (b"," if place else b"[").ljust(len(same))):
            return None
        starts.append(quotes[:, place + 1] + 1 + len(member[3]))
    tail = end - 1 - _blank_before(text, end - 1)
    ends.append(spans.ends - 1 - tail)
    np.frombuffer(buffer, np.uint8)[spans.ends - 1] = _CLOSE
    is_known = len(set(names)) == len(names) and _KEYS.issuperset(names) and _NEEDED.issubset(names)
    return _Fields(names, starts, ends) if is_known else None


def _gap_before(text: bytes, start: int, quote: int) -> int:
    """Where the blanks and the comma before a key begin."""
    comma = text.rfind(b",", start, quote)
    return _blank_before(text, comma if comma >= 0 and not text[comma + 1 : quote].strip() else quote, start)


def _blank_before(text: bytes, end: int, start: int = 0) -> int:
    """Where the blanks before a place begin."""
    found = _BLANK_END.search(text, max(start, end - 64), end)
    return found.start() if found else end


def _replace_same(buffer: bytearray, places: Any, old: bytes, new: bytes) -> bool:
    """Write a text over another of the same length at some places (N,), False where one of them has not the other."""
    words = np.ndarray(len(buffer) - _WORD + 1, "<u8", buffer, strides=(1,))
    for offset in range(0, len(old), _WORD):
        piece, other = old[offset : offset + _WORD], new[offset : offset + _WORD]
        mask = np.uint64((1 << 8 * len(piece)) - 1)
        written = words[places + offset]
        if ((written & mask) != np.uint64(int.from_bytes(piece, "little"))).any():
            return False
        words[places + offset] = (written & ~mask) | np.uint64(int.from_bytes(other, "little"))
    return True


def _run(symbols: Any, spans: Spans, fields: _Fields, numbers: Any, masks: dict[int, bytes]) -> UniformRun | None:
    """The columns, given all numbers in the order of the text (V,)."""
    lists = _lists(symbols, fields)
    if lists is None:
        return None
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
    columns = _columns(whole, numbers, places, box_counts)
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
        columns={**id_columns({name: whole[name] for name in ("id", "image_id", "category_id")}), **columns},
        boxes=boxes,
    )
    return UniformRun(chunk, spans, FlatLists(numbers[is_vertex], counts, owners), parts, masks)


def _lists(symbols: Any, fields: _Fields) -> tuple[Any, Any, Any, Any] | None:
    """How many numbers each box has (N,), and of polygons (P,) the owners, places in their lists, and counts."""
    brackets = np.flatnonzero((symbols == _OPEN) | (symbols == _CLOSE))
    is_open = symbols[brackets] == _OPEN
    depths = np.cumsum(np.where(is_open, 1, -1))
    # the list of all records, a record, a field, a polygon
    if depths.max() > 4:
        return None
    outer = np.flatnonzero(is_open & (depths == 3))
    inner = np.flatnonzero(is_open & (depths == 4))
    listed = [fields.place(name) for name in fields.names if name in _LISTS]
    if len(outer) != len(listed) * len(fields.starts[0]):
        return None
    lists = outer.reshape(-1, len(listed))
    if any((brackets[lists[:, row]] != fields.starts[place]).any() for row, place in enumerate(listed)):
        return None
    commas = np.flatnonzero(symbols == _COMMA)
    place = fields.place("bbox")
    # neither holds another list: the next bracket closes it
    box_counts = _count(symbols, commas, fields.starts[place], brackets[lists[:, listed.index(place)] + 1])
    counts = _count(symbols, commas, brackets[inner], brackets[inner + 1])
    if box_counts is None or counts is None:
        return None
    place = fields.place("segmentation")
    nothing = np.empty(0, np.int64)
    if place < 0:
        return None if len(inner) else (box_counts, nothing, nothing, nothing)
    owners = np.searchsorted(fields.starts[place], brackets[inner], "right") - 1
    if (owners < 0).any() or (brackets[inner + 1] >= fields.ends[place][owners]).any():
        return None
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    parts = np.arange(len(owners)) - np.repeat(first, np.diff(first, append=len(owners)))
    return box_counts, owners, parts, counts


def _count(symbols: Any, commas: Any, opens: Any, closes: Any) -> Any:
    """How many numbers there are in lists of numbers, given their brackets; None where one may be empty."""
    counts = np.searchsorted(commas, closes) - np.searchsorted(commas, opens) + 1
    alone = counts == 1
    is_empty = (symbols[opens[alone] + 1] <= ord(" ")) | (closes[alone] == opens[alone] + 1)
    return None if is_empty.any() else counts


def _whole_numbers(symbols: Any, fields: _Fields, name: str) -> Any:
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
