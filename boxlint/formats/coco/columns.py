"""The fast road: the text of a run of annotations straight into columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import msgspec
import numpy as np

from boxlint.formats.coco.chunk import READ_KEYS, Chunk
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
    num_keypoints: int | float | None = _NO_FLAG


_DECODER: Final = msgspec.json.Decoder(list[_Annotation])


def decode_chunk(text: bytes) -> Chunk | None:
    """The columns of a JSON list of annotations, None where a record needs the careful road.

    A pure function of the text, so that any process can do it.
    """
    try:
        records = _DECODER.decode(text)
        counts, boxes = _boxes([record.bbox for record in records])
        ids = {name: np.array([getattr(record, name) for record in records], np.int64) for name in ("id", "image_id", "category_id")}
    except (msgspec.DecodeError, OverflowError, RecursionError):
        return None
    if boxes is None or any(len(column) and column.min() <= FIRST_TEXT_KEY for column in ids.values()):
        return None
    columns, present = _optional_columns(records)
    present |= dict.fromkeys(("id", "image_id", "category_id", "bbox"), len(records))
    return Chunk(
        length=len(records),
        ids=ids,
        columns={"coordinate_count": counts, **columns},
        boxes=boxes,
        may_repeat_keys=_may_repeat(text, present),
    )


def _boxes(values: Sequence[list[float]]) -> tuple[Any, dict[int, tuple[Any, Any]] | None]:
    """The count of coordinates of each record, and the boxes by count; None where a count is neither 4 nor 5."""
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    coordinates = np.fromiter(chain.from_iterable(values), np.float64, int(lengths.sum()))
    counts = lengths.astype(np.float64)
    for count in (4, 5):
        if (lengths == count).all():
            return counts, {count: (np.arange(len(values)), coordinates.reshape(-1, count))}
    return counts, None


def _optional_columns(records: Sequence[_Annotation]) -> tuple[dict[str, Any], dict[str, int]]:
    """The columns of the fields that may be absent, and how many records have each field."""
    length = len(records)
    written = [record.area for record in records]
    areas = np.array(written, np.float64)
    no_area = np.isnan(areas)
    crowds = np.array([record.iscrowd for record in records], np.int64)
    ignores = np.array([record.ignore for record in records], np.int64)
    masks, mask_count = _filled([record.segmentation for record in records])
    keypoints, keypoints_count = _filled([record.keypoints for record in records])
    counted = [record.num_keypoints for record in records]
    columns = {
        "area": areas,
        "area_is_missing": no_area,
        "iscrowd_is_missing": crowds == _NO_FLAG,
        "iscrowd_is_invalid": (crowds != 0) & (crowds != 1) & (crowds != _NO_FLAG),
        "iscrowd": crowds == 1,
        "is_ignored": ignores == 1,
        "has_mask": masks,
        "has_keypoints": keypoints,
    }
    present = {
        # null is written, and reads NaN as what is absent does
        "area": length - int(no_area.sum()) + written.count(None),
        "iscrowd": int((crowds != _NO_FLAG).sum()),
        "ignore": int((ignores != _NO_FLAG).sum()),
        "segmentation": mask_count,
        "keypoints": keypoints_count,
        "num_keypoints": length - counted.count(_NO_FLAG),
    }
    return columns, present


def _filled(raws: Sequence[Any]) -> tuple[Any, int]:
    """Which raw values are lists or objects that are not empty, and how many are there at all."""
    lengths = np.fromiter(map(len, raws), np.int64, len(raws))
    filled = lengths > _LONGEST_EMPTY
    doubtful = np.flatnonzero((lengths > 1) & ~filled).tolist()
    for row in doubtful:
        filled[row] = is_filled(bytes(raws[row]))
    return filled, int((lengths > 0).sum())


def is_filled(text: bytes) -> bool:
    """Whether the JSON text of a mask or of keypoints holds anything: `[[]]`, `{}` and `null` do not."""
    return _FILLED.match(text) is not None


def _may_repeat(text: bytes, present: dict[str, int]) -> bool:
    """Whether some record may have a key twice, given how many records have each key.

    Every colon beyond one for each field read is in a field not read, in a text, or after a repeated key.
    """
    if text.count(b":") == sum(present.values()):
        return False
    if b"\\u00" in text:
        return True
    return any(text.count(f'"{key}"'.encode()) > present[key] for key in READ_KEYS)
