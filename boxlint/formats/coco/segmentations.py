"""The segmentations of annotations as rows: a polygon each, or a mask of run lengths each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.formats.coco.masks import MaskRows
from boxlint.formats.coco.uniform import UniformRun
from boxlint.outlines import reduce_outlines
from boxlint.splicing import with_values
from boxlint.syntax.json.numbers import float_of
from boxlint.syntax.json.text import parse
from boxlint.tables import Table, make_table, sparse_text
from boxlint.text.flat_lists import FlatLists, flatten
from boxlint.text.quoting import in_words

_SPLIT: Final = 16
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {}, msgspec.UNSET)


class Shapes(Struct, frozen=True):
    """The polygons and masks of a run of annotations; `annotation` counts within the run."""

    polygons: Table
    masks: Table


class _Polygons(Struct, frozen=True):
    """Consecutive polygons: their numbers, their annotations and their places in its list.

    `faults`: by row, what is there instead of a list of numbers, and how many numbers are nevertheless.
    """

    lists: FlatLists
    annotations: Any
    parts: Any
    faults: dict[int, tuple[str, int]]


def read_segmentations(written: Sequence[Any], *, with_validity: bool) -> Shapes:
    """The shapes of N segmentations, each given as its value or as its JSON text, which is empty where there is none.

    `with_validity`: whether polygons are valid is found out too, which takes long.
    """
    masks = MaskRows()
    pieces: list[_Polygons] = []
    if set(map(type, written)) == {msgspec.Raw}:
        rows = np.flatnonzero(np.fromiter(map(len, written), np.int64, len(written)))
        pieces += _read(rows, [written[row] for row in rows.tolist()], masks)
    else:
        rows = np.fromiter((row for row, value in enumerate(written) if _is_there(value)), np.int64)
        are_texts = np.fromiter((isinstance(written[row], msgspec.Raw) for row in rows.tolist()), np.bool_, len(rows))
        for part in np.split(rows, np.flatnonzero(np.diff(are_texts)) + 1):
            pieces += _read(part, [written[row] for row in part.tolist()], masks)
    return Shapes(_polygon_table(pieces, with_validity), masks.table())


def _is_there(value: Any) -> bool:
    return len(value) > 0 if isinstance(value, msgspec.Raw) else value not in _EMPTY


def shapes_of(run: UniformRun, *, with_validity: bool) -> Shapes:
    """The shapes of a run of records that were decoded together; see `read_segmentations`."""
    masks = MaskRows()
    masks.add_texts(np.fromiter(run.masks, np.int64), list(run.masks.values()))
    polygons = _Polygons(run.polygons, run.polygons.owners, run.parts, {})
    return Shapes(_polygon_table([polygons], with_validity), masks.table())


def _read(rows: Any, written: Sequence[Any], masks: MaskRows) -> Iterator[_Polygons]:
    """The polygons among segmentations (N,) of annotations `rows` (N,), all texts or all values; masks are added."""
    if not len(rows):
        return
    is_text = isinstance(written[0], msgspec.Raw)
    if is_text and (is_object := _objects(written)).any():
        masks.add_texts(rows[is_object], [written[row] for row in np.flatnonzero(is_object).tolist()])
        yield from _read(rows[~is_object], [written[row] for row in np.flatnonzero(~is_object).tolist()], masks)
    elif is_text and (lists := flatten(written)) is not None:
        first = np.flatnonzero(np.diff(lists.owners, prepend=-1))
        parts = np.arange(len(lists.owners)) - np.repeat(first, np.diff(first, append=len(lists.owners)))
        yield _Polygons(lists, rows[lists.owners], parts, {})
    elif is_text and len(rows) > _SPLIT:
        step = -(-len(rows) // _SPLIT)
        for start in range(0, len(rows), step):
            yield from _read(rows[start : start + step], written[start : start + step], masks)
    else:
        yield _read_carefully(rows, [parse(bytes(value)) if is_text else value for value in written], masks)


def _objects(texts: Sequence[Any]) -> Any:
    """Which of the JSON texts are objects. Shape (N,), bool."""
    return np.frombuffer(b"".join([memoryview(text)[:1] for text in texts]), np.uint8) == ord("{")


def _read_carefully(rows: Any, values: Sequence[Any], masks: MaskRows) -> _Polygons:
    """The polygons among any JSON values."""
    numbers: list[float] = []
    found: list[tuple[int, float, int]] = []
    faults: dict[int, tuple[str, int]] = {}
    for row, value in zip(rows.tolist(), values, strict=True):
        for part, item, place in _items(value):
            if isinstance(item, dict):
                masks.add(row, item)
                continue
            own = [number for number in map(float_of, item) if number is not None] if isinstance(item, list) else []
            fault = _fault(item, place)
            if fault:
                faults[len(found)], own = (fault, len(own)), []
            found.append((row, part, len(own)))
            numbers += own
    annotations, counts = (np.array([row[place] for row in found], np.int64) for place in (0, 2))
    parts = np.array([part for _, part, _ in found], np.float64)
    return _Polygons(FlatLists(np.array(numbers, np.float64), counts, annotations), annotations, parts, faults)


def _items(value: Any) -> Iterator[tuple[float, Any, str]]:
    """What should be polygons or masks, each with its place in the list, NaN without one, and in words."""
    if value in _EMPTY:
        return
    if not isinstance(value, list):
        yield math.nan, value, "segmentation"
        return
    # the numbers of one polygon, where a list of polygons belongs, are one fault
    is_nested = any(isinstance(item, (list, dict)) for item in value)
    for part, item in enumerate(value if is_nested else value[:1]):
        yield part if is_nested else math.nan, item, f"segmentation[{part}]"


def _fault(item: Any, place: str) -> str:
    """What is there instead of the numbers of a polygon; empty where they are there."""
    if not isinstance(item, list):
        return f"{place}: expected a list of numbers, got {in_words(item)}"
    other = next((index for index, value in enumerate(item) if float_of(value) is None), None)
    return "" if other is None else f"{place}[{other}]: expected a number, got {in_words(item[other])}"


def _polygon_table(pieces: Sequence[_Polygons], with_validity: bool) -> Table:
    if not pieces:
        return make_table("polygon", 0)
    numbers, counts = (_joined([getattr(piece.lists, name) for piece in pieces]) for name in ("numbers", "counts"))
    x, y = _vertices(numbers, counts)
    columns = {
        "annotation": _joined([piece.annotations for piece in pieces]),
        "part": _joined([piece.parts for piece in pieces]),
        "number_count": counts,
        **reduce_outlines(x, y, counts // 2, with_validity=with_validity),
    }
    starts = np.cumsum([0] + [len(piece.annotations) for piece in pieces]).tolist()
    faults = {
        start + row: fault for piece, start in zip(pieces, starts, strict=False) for row, fault in piece.faults.items()
    }
    if faults:
        rows = list(faults)
        columns["number_count"] = with_values(counts, rows, [count for _, count in faults.values()])
        columns["is_malformed"] = with_values(np.zeros(len(counts), np.bool_), rows, True)
        columns["problem"] = sparse_text(len(counts), {row: text for row, (text, _) in faults.items()})
    return make_table("polygon", len(counts), columns)


def _joined(pieces: Sequence[Any]) -> Any:
    return np.concatenate(pieces) if len(pieces) > 1 else pieces[0]


def _vertices(numbers: Any, counts: Any) -> tuple[Any, Any]:
    """The coordinates of all vertices: the last number of an odd count is none."""
    odd = counts % 2 == 1
    if odd.any():
        numbers = np.delete(numbers, np.cumsum(counts)[odd] - 1)
    return numbers[0::2], numbers[1::2]
