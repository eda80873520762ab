"""The fast road: the text of a run of annotations straight into columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any, Final

import msgspec
import numpy as np

from boxlint.formats.coco.chunk import Chunk, absent_keys, id_columns
from boxlint.formats.coco.dialects import Dialect
from boxlint.formats.coco.spans import Spans, record_text
from boxlint.tables import FIRST_TEXT_KEY

_NO_TEXT: Final = msgspec.Raw(b"")
_NO_NUMBER: Final = float("nan")
_NO_FLAG: Final = -(2**40)
_LONGEST_EMPTY: Final = 64
_NO_BOX: Final = -1
_FILLED: Final = re.compile(rb'[\[{].*[0-9"]', re.DOTALL)


_Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Flag = Annotated[int, msgspec.Meta(ge=-(2**32), le=2**63 - 1)]


class _Annotation(msgspec.Struct, gc=False):
    id: _Id
    image_id: _Id
    category_id: _Id
    bbox: list[float]
    area: float | None = _NO_NUMBER
    iscrowd: _Flag = _NO_FLAG
    ignore: _Flag = _NO_FLAG
    segmentation: msgspec.Raw = _NO_TEXT
    keypoints: msgspec.Raw = _NO_TEXT
    num_keypoints: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _WithAnyIds(_Annotation, gc=False):
    id: _Id | float | str  # type: ignore[assignment]
    image_id: _Id | float | str  # type: ignore[assignment]
    category_id: _Id | float | str  # type: ignore[assignment]


class _Result(msgspec.Struct, gc=False):
    image_id: _Id
    category_id: _Id
    score: float
    bbox: list[float] | msgspec.UnsetType = msgspec.UNSET
    segmentation: msgspec.Raw = _NO_TEXT
    keypoints: msgspec.Raw = _NO_TEXT


class _ResultWithAnyIds(_Result, gc=False):
    image_id: _Id | float | str  # type: ignore[assignment]
    category_id: _Id | float | str  # type: ignore[assignment]


_DECODERS: Final = {
    are_results: tuple((msgspec.json.Decoder(list[kind]), msgspec.json.Decoder(kind)) for kind in kinds)  # type: ignore[valid-type]
    for are_results, kinds in ((False, (_Annotation, _WithAnyIds)), (True, (_Result, _ResultWithAnyIds)))
}
"""Of ground truth and of results, for each kind of record, what decodes a list of them and one."""


def decode_chunk(text: bytes, spans: Spans, dialect: Dialect) -> tuple[Chunk, Any]:
    """The columns of those records of a text that are well formed, and the rows of the others, which need more care.

    `spans` are those of all N records. The chunk counts the M rows that it has by themselves; those that it has not
    are (N − M,) int64.
    """
    decoders = _DECODERS[dialect.are_results]
    for decoder, _ in decoders:
        try:
            records: Sequence[Any] = decoder.decode(text)
            break
        except (msgspec.DecodeError, OverflowError, RecursionError):
            continue
    else:
        records = [_decode_record(record_text(text, spans, row), decoders) for row in range(len(spans))]
    if len(records) != len(spans):
        records = [None] * len(spans)
    if dialect.are_results:
        lengths = np.fromiter(map(_box_length, records), np.int64, len(records))
        is_sound = (lengths == 4) | (lengths == 5) | (lengths == _NO_BOX)
    else:
        lengths = np.fromiter((0 if record is None else len(record.bbox) for record in records), np.int64, len(records))
        is_sound = (lengths == 4) | (lengths == 5)
    sound = records if is_sound.all() else [records[row] for row in np.flatnonzero(is_sound).tolist()]
    starts = spans.starts[is_sound]
    as_chunk = _results if dialect.are_results else _annotations
    return as_chunk(text, starts, sound, lengths[is_sound]), np.flatnonzero(~is_sound)


def _box_length(record: _Result | None) -> int:
    """The numbers of a result's box; `_NO_BOX` for one that needs none, 0 for a result that is not sound."""
    if record is None or not math.isfinite(record.score):
        return 0
    if record.bbox is not msgspec.UNSET:
        return len(record.bbox)
    return _NO_BOX if is_filled(bytes(record.segmentation)) or is_filled(bytes(record.keypoints)) else 0


def _decode_record(text: bytes, decoders: Sequence[Any]) -> Any:
    for _, decoder in decoders:
        try:
            return decoder.decode(text)
        except (msgspec.DecodeError, OverflowError, RecursionError):
            continue
    return None


def _annotations(text: bytes, starts: Any, records: Sequence[_Annotation], lengths: Any) -> Chunk:
    columns, present = _optional_columns(records)
    ids = {
        "id": _ids([record.id for record in records]),
        "image_id": _ids([record.image_id for record in records]),
        "category_id": _ids([record.category_id for record in records]),
    }
    return Chunk(
        length=len(records),
        columns={"coordinate_count": lengths.astype(np.float64), **id_columns(ids), **columns},
        boxes=_boxes([record.bbox for record in records], lengths),
        suspects=_suspects(text, starts, present + 4),
        segmentations=[record.segmentation for record in records],
    )


def _results(text: bytes, starts: Any, records: Sequence[_Result], lengths: Any) -> Chunk:
    nowhere = np.zeros(len(records), np.bool_)
    masks, has_masks = _filled([record.segmentation for record in records])
    keypoints, has_field = _filled([record.keypoints for record in records])
    has_box = lengths != _NO_BOX
    boxes = [() if record.bbox is msgspec.UNSET else record.bbox for record in records]
    ids = {
        "image_id": _ids([record.image_id for record in records]),
        "category_id": _ids([record.category_id for record in records]),
    }
    return Chunk(
        length=len(records),
        columns={
            "coordinate_count": np.where(has_box, lengths, np.nan),
            "score": np.array([record.score for record in records], np.float64),
            "area": np.full(len(records), np.nan),
            **dict.fromkeys(("iscrowd", "is_ignored"), nowhere),
            "has_mask": masks,
            "has_keypoints": keypoints,
            "has_keypoint_field": has_field,
            **absent_keys("id", len(records)),
            **id_columns(ids),
        },
        boxes=_boxes(boxes, np.where(has_box, lengths, 0)),
        suspects=_suspects(text, starts, has_box.astype(np.int64) + has_masks + has_field + 3),
        segmentations=[record.segmentation for record in records],
    )


def _ids(values: list[int]) -> Any:
    """The ids as an int64 array, or as they are written where one of them is no such integer."""
    if set(map(type, values)) <= {int} and min(values, default=0) > FIRST_TEXT_KEY:
        return np.array(values, np.int64)
    return values


def _boxes(values: Sequence[Sequence[float]], lengths: Any) -> dict[int, tuple[Any, Any]]:
    """The boxes by their count of coordinates, 4 or 5; `lengths` (N,) are the counts."""
    coordinates = np.fromiter(chain.from_iterable(values), np.float64, int(lengths.sum()))
    boxes = {}
    for count in (4, 5):
        rows = np.flatnonzero(lengths == count)
        own = coordinates if len(rows) == len(lengths) else coordinates[np.repeat(lengths == count, lengths)]
        boxes[count] = (rows, own.reshape(-1, count))
    return boxes


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
