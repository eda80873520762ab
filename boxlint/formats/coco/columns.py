"""The fast road: the text of a run of annotations straight into columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import msgspec
import numpy as np

from boxlint.formats.coco.chunk import Chunk
from boxlint.tables import FIRST_TEXT_KEY

_NO_TEXT: Final = msgspec.Raw(b"")
_NO_NUMBER: Final = float("nan")
_NO_FLAG: Final = -(2**40)
_LONGEST_EMPTY: Final = 64
_FILLED: Final = re.compile(rb'[\[{].*[0-9"]', re.DOTALL)


class _Annotation(msgspec.Struct, gc=False):
    id: int
    image_id: int
    category_id: int
    bbox: list[float]
    area: float | None = _NO_NUMBER
    iscrowd: int = _NO_FLAG
    ignore: int = _NO_FLAG
    segmentation: msgspec.Raw = _NO_TEXT
    keypoints: msgspec.Raw = _NO_TEXT
    num_keypoints: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _WithAnyIds(_Annotation, gc=False):
    id: int | float | str  # type: ignore[assignment]
    image_id: int | float | str  # type: ignore[assignment]
    category_id: int | float | str  # type: ignore[assignment]


_DECODERS: Final = (msgspec.json.Decoder(list[_Annotation]), msgspec.json.Decoder(list[_WithAnyIds]))


def decode_chunk(text: bytes, starts: Any) -> Chunk | None:
    """The columns of a JSON list of annotations, None where a record needs the careful road.

    `starts` (N,) int64 are the offsets of the records in the text. A pure function, so that any process can do it.
    """
    for decoder in _DECODERS:
        try:
            return _as_chunk(text, starts, decoder.decode(text))
        except (msgspec.DecodeError, OverflowError, RecursionError):
            continue
    return None


def _as_chunk(text: bytes, starts: Any, records: Sequence[_Annotation]) -> Chunk | None:
    counts, boxes = _boxes([record.bbox for record in records])
    if boxes is None or len(records) != len(starts):
        return None
    columns, present = _optional_columns(records)
    ids = {
        "id": _ids([record.id for record in records]),
        "image_id": _ids([record.image_id for record in records]),
        "category_id": _ids([record.category_id for record in records]),
    }
    return Chunk(
        length=len(records),
        ids=ids,
        columns={"coordinate_count": counts, **columns},
        boxes=boxes,
        suspects=_suspects(text, starts, present + 4),
        segmentations=[record.segmentation for record in records],
    )


def _ids(values: list[int]) -> Any:
    """The ids as an int64 array, or as they are written where one of them is no such integer."""
    if set(map(type, values)) <= {int}:
        numbers = np.array(values, np.int64)
        if len(numbers) == 0 or numbers.min() > FIRST_TEXT_KEY:
            return numbers
    return values


def _boxes(values: Sequence[list[float]]) -> tuple[Any, dict[int, tuple[Any, Any]] | None]:
    """The count of coordinates of each record, and the boxes by count; None where a count is neither 4 nor 5."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    coordinates = np.fromiter(chain.from_iterable(values), np.float64, int(lengths.sum()))
    counts = lengths.astype(np.float64)
    for count in (4, 5):
        if (lengths == count).all():
            return counts, {count: (np.arange(len(values)), coordinates.reshape(-1, count))}
    return counts, None


def _optional_columns(records: Sequence[_Annotation]) -> tuple[dict[str, Any], Any]:
    """The columns of the fields that may be absent, and how many of these fields each record has."""
    written = [record.area for record in records]
    areas = np.array(written, np.float64)
    no_area = np.isnan(areas)
    crowds = np.array([record.iscrowd for record in records], np.int64)
    ignores = np.array([record.ignore for record in records], np.int64)
    masks, has_masks = _filled([record.segmentation for record in records])
    keypoints, has_field = _filled([record.keypoints for record in records])
    columns = {
        "area": areas,
        "area_is_missing": no_area,
        "iscrowd_is_missing": crowds == _NO_FLAG,
        "iscrowd_is_invalid": (crowds != 0) & (crowds != 1) & (crowds != _NO_FLAG),
        "iscrowd": crowds == 1,
        "is_ignored": ignores == 1,
        "has_mask": masks,
        "has_keypoints": keypoints,
        "has_keypoint_field": has_field,
    }
    present = has_masks.astype(np.int64) + has_field + ~no_area + (crowds != _NO_FLAG) + (ignores != _NO_FLAG)
    present += np.array([record.num_keypoints is not msgspec.UNSET for record in records], np.bool_)
    return columns, present


def _filled(raws: Sequence[Any]) -> tuple[Any, Any]:
    """Which raw values are lists or objects that are not empty, and which are there at all."""
    lengths = np.fromiter(map(len, raws), np.int64, len(raws))
    filled = lengths > _LONGEST_EMPTY
    doubtful = np.flatnonzero((lengths > 1) & ~filled).tolist()
    for row in doubtful:
        filled[row] = is_filled(bytes(raws[row]))
    return filled, lengths > 0


def is_filled(text: bytes) -> bool:
    """Whether the JSON text of a mask or of keypoints holds anything: `[[]]`, `{}` and `null` do not."""
    return _FILLED.match(text) is not None


def _suspects(text: bytes, starts: Any, present: Any) -> Any:
    """The rows that may have a key twice, given how many of the fields that are read each has.

    Every colon beyond one for each of these is in a field not read, in a text, or after a repeated key.
    """
    colons = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(":"))
    counts = np.diff(np.searchsorted(colons, starts), append=len(colons))
    return np.flatnonzero(counts != present)
