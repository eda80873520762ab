"""The images and categories of a COCO file: small records, read as Python objects in runs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.formats.coco.annotations import first_repeat, list_text, paused_collector, record_text
from boxlint.formats.coco.careful import as_number, is_no_id
from boxlint.formats.coco.chunk import ABSENT, key_columns, sparse_text
from boxlint.formats.coco.structure import Spans
from boxlint.formats.json_text import JsonError, parse
from boxlint.formats.text import Buffer
from boxlint.tables import Column, Text, intern

_RUN: Final = 10_000
_MEMBER: Final = re.compile(rb'"[ \t\r\n]*:')
_DECODER: Final = msgspec.json.Decoder(list[dict[str, Any]])
_NAME_KEYS: Final = ("file_name", "filename")


class Entries(Struct, frozen=True):
    """The columns of a list by their names in the schema, and where a key is twice ("images[3].id")."""

    length: int
    columns: dict[str, Column]
    repeated: str


class _Values(Struct, frozen=True):
    objects: list[dict[str, Any]]
    faulty: dict[int, Any]
    repeated: str


def read_images(data: Buffer, spans: Spans) -> Entries:
    """The image columns: ids, file names, sizes as written (NaN where not numeric) and as usable (positive)."""
    values = _read_values(data, spans, "images")
    names = [_file_name(image) for image in values.objects]
    sizes = {
        side: np.array([as_number(image.get(side)) for image in values.objects], np.float64)
        for side in ("width", "height")
    }
    columns: dict[str, Column] = {
        "file_name": intern([name or "" for name in names]),
        **{f"written_{side}": size for side, size in sizes.items()},
        **{side: np.where(size > 0, size, np.nan) for side, size in sizes.items()},
    }
    odd = {row for size in sizes.values() for row in np.flatnonzero(~np.isfinite(size)).tolist()}
    unnamed = [
        not any(isinstance(image.get(key), str) for key in ("file_name", "coco_url")) for image in values.objects
    ]
    return _entries("images", spans, values, columns, ("file_name", unnamed), odd)


def read_categories(data: Buffer, spans: Spans) -> Entries:
    """The category columns: ids, names, and how many keypoints are named."""
    values = _read_values(data, spans, "categories")
    names = [category.get("name") for category in values.objects]
    columns: dict[str, Column] = {
        "name": intern([name if isinstance(name, str) else "" for name in names]),
        "keypoint_count": np.array([_keypoint_count(category) for category in values.objects], np.float64),
    }
    return _entries(
        "categories", spans, values, columns, ("name", [not isinstance(name, str) for name in names]), set()
    )


def _entries(
    list_name: str,
    spans: Spans,
    values: _Values,
    columns: dict[str, Column],
    named: tuple[str, Sequence[bool]],
    odd: set[int],
) -> Entries:
    """The columns with those that both lists have: `named` is the required field and which rows lack it."""
    length = len(spans)
    ids = [value.get("id", ABSENT) for value in values.objects]
    missing = {row: named[0] for row, lacks in enumerate(named[1]) if lacks and row not in values.faulty}
    missing |= {
        row: "id" for row, value in enumerate(ids) if (value is ABSENT or value is None) and row not in values.faulty
    }
    keys, types = key_columns(_integers(ids))
    malformed = np.zeros(length, np.bool_)
    without_id = {row for row, value in enumerate(ids) if is_no_id(value)}
    malformed[[*values.faulty, *without_id]] = True
    unsound = {row: values.objects[row] for row in sorted(odd | missing.keys() | without_id)} | values.faulty
    columns |= {
        "index": np.arange(length),
        "start": spans.starts,
        "end": spans.ends,
        "is_malformed": malformed,
        "missing_field": sparse_text(length, missing),
        "problem": explain_rows(list_name, length, unsound),
        "file": np.zeros(length, np.int64),
        "id": keys,
        "id_type": types,
    }
    return Entries(length, columns, values.repeated)


def explain_rows(list_name: str, length: int, faulty: dict[int, Any], numbers: int = 4) -> Text:
    """The problem column: what is wrong with each of some records, given by row."""
    if not faulty:
        return sparse_text(length, {})
    from boxlint.formats.coco.records import explain

    texts = {
        row: f"{list_name}[{row}]: {value.reason}"
        if isinstance(value, JsonError)
        else explain(list_name, row, value, numbers)
        for row, value in faulty.items()
    }
    return sparse_text(length, texts)


def _integers(ids: list[Any]) -> Any:
    """The ids as an int64 array where all of them are such integers, else as they are."""
    if set(map(type, ids)) <= {int} and all(-(2**62) < value < 2**63 for value in ids):
        return np.array(ids, np.int64)
    return ids


def _file_name(image: dict[str, Any]) -> str | None:
    """The image's file name; of LVIS, which has none, the last two parts of its address, as its loaders take them."""
    for key in _NAME_KEYS:
        if isinstance(image.get(key), str):
            return str(image[key])
    address = image.get("coco_url")
    return "/".join(address.split("/")[-2:]) if isinstance(address, str) else None


def _keypoint_count(category: dict[str, Any]) -> float:
    """How many keypoints a category names; real files write an empty list where nobody filled in the names."""
    names = category.get("keypoints")
    return len(names) if isinstance(names, list) and names else math.nan


def _read_values(data: Buffer, spans: Spans, list_name: str) -> _Values:
    """Each record as an object; one that is none is empty, and among the faulty."""
    objects: list[dict[str, Any]] = []
    faulty: dict[int, Any] = {}
    repeated = ""
    with paused_collector():
        for start in range(0, len(spans), _RUN):
            stop = min(start + _RUN, len(spans))
            text = list_text(data, spans, start, stop)
            try:
                run = _DECODER.decode(text)
                is_plain = len(run) == stop - start and len(_MEMBER.findall(text)) == sum(map(len, run))
            except (msgspec.DecodeError, RecursionError):
                run, is_plain = [], False
            if is_plain:
                objects += run
                continue
            for row in range(start, stop):
                record = record_text(data, spans, row)
                objects.append(_read_object(record, row, faulty))
                repeat = "" if repeated else first_repeat(record)
                repeated = repeated or (f"{list_name}[{row}].{repeat}" if repeat else "")
    return _Values(objects, faulty, repeated)


def _read_object(text: bytes, row: int, faulty: dict[int, Any]) -> dict[str, Any]:
    try:
        value = parse(text)
    except JsonError as fault:
        faulty[row] = fault
        return {}
    if not isinstance(value, dict):
        faulty[row] = value
        return {}
    return value
