"""The careful road: annotations that the fast road refuses, record by record, nothing lost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct

from boxlint.formats.coco.chunk import ABSENT, READ_KEYS, RESULT_KEYS, Chunk, id_columns
from boxlint.formats.coco.dialects import Dialect
from boxlint.formats.json_numbers import as_number, float_of, number_in
from boxlint.formats.json_text import JsonError, parse

_ONE: Final = (1, "1")
_ZERO: Final = (0, "0", None)
_INT64: Final = range(-(2**63), 2**63)
_NOT_EXPLAINED: Final = frozenset({"segmentation", "keypoints", "num_keypoints"})


class _Row(Struct):
    """One annotation as its columns are called."""

    id: Any = ABSENT
    image_id: Any = ABSENT
    category_id: Any = ABSENT
    missing_field: str = ""
    area: float = math.nan
    score: float = math.nan
    coordinate_count: float = math.nan
    coordinates: tuple[float, ...] | None = None
    is_malformed: bool = False
    id_is_unusable: bool = False
    area_is_missing: bool = False
    iscrowd_is_missing: bool = False
    iscrowd_is_invalid: bool = False
    iscrowd_is_convertible: bool = False
    iscrowd: bool = False
    is_ignored: bool = False
    has_mask: bool = False
    has_keypoints: bool = False
    has_keypoint_field: bool = False
    coordinates_not_numeric: bool = False
    coordinates_are_convertible: bool = False
    lacks_box: bool = False


_FLAGS: Final = tuple(name for name, kind in _Row.__annotations__.items() if kind == "bool")


def read_carefully(texts: Sequence[bytes], dialect: Dialect) -> Chunk:
    """The columns of annotations, each the JSON text of one record, whatever is wrong with them."""
    read_keys = RESULT_KEYS if dialect.are_results else READ_KEYS
    numbers = ("area", "coordinate_count", "score") if dialect.are_results else ("area", "coordinate_count")
    rows: list[_Row] = []
    faulty: dict[int, Any] = {}
    segmentations: list[Any] = []
    for text in texts:
        try:
            value = parse(text)
        except JsonError as fault:
            # with its traceback it would keep the text of every record that it passed through
            fault.__context__ = None
            faulty[len(rows)] = fault.with_traceback(None)
            rows.append(_Row(is_malformed=True))
            segmentations.append(None)
            continue
        if isinstance(value, dict):
            value = {key: value[key] for key in read_keys if key in value}
        faulty[len(rows)] = _explained_part(value)
        rows.append(_read_row(value, dialect) if isinstance(value, dict) else _Row(is_malformed=True))
        segmentations.append(value.get("segmentation") if isinstance(value, dict) else None)
    boxed: dict[int, list[int]] = {4: [], 5: []}
    for number, row in enumerate(rows):
        if row.coordinates is not None and len(row.coordinates) in boxed:
            boxed[len(row.coordinates)].append(number)
    return Chunk(
        length=len(rows),
        columns={
            **id_columns({name: [getattr(row, name) for row in rows] for name in ("id", "image_id", "category_id")}),
            **{name: np.array([getattr(row, name) for row in rows], np.bool_) for name in _FLAGS},
            **{name: np.array([getattr(row, name) for row in rows], np.float64) for name in numbers},
        },
        boxes={count: _stack([rows[number] for number in numbers], numbers, count) for count, numbers in boxed.items()},
        texts={"missing_field": {number: row.missing_field for number, row in enumerate(rows) if row.missing_field}},
        faulty=faulty,
        suspects=np.arange(len(rows)),
        segmentations=segmentations,
    )


def _stack(rows: Sequence[_Row], numbers: Sequence[int], count: int) -> tuple[Any, Any]:
    coordinates = np.array([row.coordinates for row in rows], np.float64).reshape(-1, count)
    return np.array(numbers, np.int64), coordinates


def _explained_part(value: Any) -> Any:
    """What the models need of a record to explain it: of the masks, which are large, only that there is one."""
    if not isinstance(value, dict):
        return value
    left_out = _NOT_EXPLAINED if "bbox" in value else frozenset()
    return {key: value[key] for key in value if key not in left_out}


def _read_row(value: Mapping[str, Any], dialect: Dialect) -> _Row:
    row = _Row(
        id=value.get("id", ABSENT),
        image_id=value.get("image_id", ABSENT),
        category_id=value.get("category_id", ABSENT),
        is_ignored=value.get("ignore") in _ONE,
        has_mask=is_filled_value(value.get("segmentation")),
        has_keypoints=is_filled_value(value.get("keypoints")),
        has_keypoint_field="keypoints" in value,
    )
    refers_to_none = is_no_id(row.image_id) or is_no_id(row.category_id)
    row.is_malformed = refers_to_none or is_no_id(row.id)
    row.id_is_unusable = row.is_malformed and not refers_to_none
    # null identifies nothing, so it is as good as absent
    absent = [name for name in dialect.required if value.get(name) is None]
    _read_box(row, value)
    if "bbox" not in value and not row.lacks_box:
        absent.append("bbox")
    row.missing_field = absent[0] if absent else ""
    row.area = as_number(value.get("area"))
    row.area_is_missing = not math.isfinite(row.area)
    if row.area_is_missing:
        row.area = math.nan
    _read_iscrowd(row, value)
    if dialect.are_results:
        row.score = as_number(value.get("score"))
        row.is_malformed |= value.get("score") is not None and not math.isfinite(row.score)
    return row


def _read_box(row: _Row, value: Mapping[str, Any]) -> None:
    bbox = value.get("bbox")
    if bbox is None:
        row.lacks_box = row.has_mask or row.has_keypoints
        row.coordinates_not_numeric = not row.lacks_box and "bbox" in value
    elif isinstance(bbox, list):
        row.coordinate_count = len(bbox)
        numbers = tuple(float_of(item) for item in bbox)
        if None in numbers:
            row.coordinates_not_numeric = True
            row.coordinates_are_convertible = all(math.isfinite(as_number(number_in(item))) for item in bbox)
        else:
            row.coordinates = numbers  # type: ignore[assignment]
    else:
        row.coordinates_not_numeric = True


def _read_iscrowd(row: _Row, value: Mapping[str, Any]) -> None:
    written = value.get("iscrowd", ABSENT)
    row.iscrowd_is_missing = written is ABSENT
    row.iscrowd_is_invalid = written is not ABSENT and not (type(written) is int and written in (0, 1))
    row.iscrowd = written in _ONE
    row.iscrowd_is_convertible = row.iscrowd_is_invalid and (row.iscrowd or written in _ZERO)


def is_no_id(written: Any) -> bool:
    """Whether a written value can be no id: a boolean, list or object, or an integer that loaders have no room for."""
    return isinstance(written, (bool, list, dict)) or (type(written) is int and written not in _INT64)


def is_filled_value(value: Any) -> bool:
    """Whether a mask or keypoints hold anything."""
    if isinstance(value, dict):
        return bool(value)
    return isinstance(value, list) and any(
        is_filled_value(item) if isinstance(item, (list, dict)) else item is not None for item in value
    )
