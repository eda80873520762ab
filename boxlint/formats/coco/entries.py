"""The images and categories of a COCO file: small records, read as Python objects in runs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct

from boxlint.formats.coco.annotations import first_repeat, paused_collector
from boxlint.formats.coco.careful import is_no_id
from boxlint.formats.coco.chunk import ABSENT, id_columns, join_written
from boxlint.formats.coco.spans import Spans, list_text, record_text
from boxlint.rows.directives import KEY, Directive, directive_columns, from_json
from boxlint.syntax.json.numbers import as_number
from boxlint.syntax.json.text import JsonError, parse
from boxlint.tables import Column, Table, Text, intern, make_table, sparse_text
from boxlint.text.source import Buffer

_RUN: Final = 10_000
_MEMBER: Final = re.compile(rb'"[ \t\r\n]*:')
_DECODER: Final = msgspec.json.Decoder(list[dict[str, Any]])
_NAME_KEYS: Final = ("file_name", "filename")


class Entries(Struct, frozen=True):
    """The records of a list: their columns by name in the schema, and what is made into columns of a whole list.

    By row: `missing`, the field that a record lacks; `unsound`, what is to be explained;
    `repeats`, a key that it has twice; `directives`, what it says of its own findings.
    """

    length: int
    columns: dict[str, Column]
    missing: dict[int, str]
    unsound: dict[int, Any]
    repeats: dict[int, str]
    directives: dict[int, Directive]


class _Run(Struct, frozen=True):
    objects: list[dict[str, Any]]
    faulty: dict[int, Any]
    repeats: dict[int, str]


def read_images(data: Buffer, spans: Spans) -> Entries:
    """The image columns: ids, file names, sizes as written (NaN where not numeric) and as usable (positive)."""
    return join_entries([_images(data, run) for run in _runs(spans)])


def _images(data: Buffer, spans: Spans) -> Entries:
    run = _read_run(data, spans)
    names, unnamed = _file_names(run.objects)
    sizes = {side: _numbers([image.get(side) for image in run.objects]) for side in ("width", "height")}
    columns: dict[str, Column] = {
        "file_name": intern(names),
        **{f"written_{side}": size for side, size in sizes.items()},
        **{side: np.where(size > 0, size, np.nan) for side, size in sizes.items()},
    }
    odd = {row for size in sizes.values() for row in np.flatnonzero(~np.isfinite(size)).tolist()}
    return _entries(spans, run, columns, ("file_name", unnamed), odd)


def read_categories(data: Buffer, spans: Spans) -> Entries:
    """The category columns: ids, names, and how many keypoints are named."""
    return join_entries([_categories(data, run) for run in _runs(spans)])


def _categories(data: Buffer, spans: Spans) -> Entries:
    run = _read_run(data, spans)
    names = [category.get("name") for category in run.objects]
    columns: dict[str, Column] = {
        "name": intern([name if isinstance(name, str) else "" for name in names]),
        "keypoint_count": np.array([_keypoint_count(category) for category in run.objects], np.float64),
    }
    return _entries(spans, run, columns, ("name", [not isinstance(name, str) for name in names]), set())


def _entries(
    spans: Spans, run: _Run, columns: dict[str, Column], named: tuple[str, Sequence[bool]], odd: set[int]
) -> Entries:
    """The columns with those that both lists have: `named` is the required field and which rows lack it."""
    ids = [value.get("id", ABSENT) for value in run.objects]
    numbers = _integers(ids)
    are_odd = not isinstance(numbers, np.ndarray)
    missing = {row: named[0] for row, lacks in enumerate(named[1]) if lacks and row not in run.faulty}
    missing |= {
        row: "id"
        for row, value in enumerate(ids if are_odd else ())
        if (value is ABSENT or value is None) and row not in run.faulty
    }
    malformed = np.zeros(len(spans), np.bool_)
    without_id = {row for row, value in enumerate(ids if are_odd else ()) if is_no_id(value)}
    malformed[[*run.faulty, *without_id]] = True
    unsound = {row: run.objects[row] for row in sorted(odd | missing.keys() | without_id)} | run.faulty
    columns |= {
        "start": spans.starts,
        "end": spans.ends,
        "is_malformed": malformed,
        **id_columns({"id": numbers}),
    }
    directives = {row: from_json(value[KEY]) for row, value in enumerate(run.objects) if KEY in value}
    return Entries(len(spans), columns, missing, unsound, run.repeats, directives)


def join_entries(parts: Sequence[Entries]) -> Entries:
    """The records of several parts of one list, in order."""
    starts = np.cumsum([0] + [part.length for part in parts]).tolist()

    def by_row(name: str) -> dict[int, Any]:
        pairs = zip(parts, starts, strict=False)
        return {start + row: value for part, start in pairs for row, value in getattr(part, name).items()}

    columns = {name: join_written([part.columns[name] for part in parts]) for name in parts[0].columns}
    return Entries(starts[-1], columns, by_row("missing"), by_row("unsound"), by_row("repeats"), by_row("directives"))


def entry_table(table: str, list_name: str, entries: Entries, **others: Column) -> Table:
    """The table of a whole list, with columns besides."""
    columns: dict[str, Column] = {
        "index": np.arange(entries.length),
        "missing_field": sparse_text(entries.length, entries.missing),
        "problem": explain_rows(list_name, entries.length, entries.unsound),
        "file": np.zeros(entries.length, np.int64),
        **directive_columns(entries.length, entries.directives),
    }
    return make_table(table, entries.length, {**columns, **entries.columns, **others})


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


def _numbers(values: list[Any]) -> Any:
    """JSON numbers as float64, NaN for anything else. Shape (N,)."""
    if set(map(type, values)) <= {int, float}:
        with suppress(OverflowError):
            return np.array(values, np.float64)
    return np.array([as_number(value) for value in values], np.float64)


def _file_names(images: Sequence[dict[str, Any]]) -> tuple[list[str], list[bool]]:
    """The file names of images, empty for none, and which of them lack the field and an address to take it from."""
    names: list[Any] = [image.get("file_name") for image in images]
    if set(map(type, names)) <= {str}:
        return names, [False] * len(names)
    unnamed = [not any(isinstance(image.get(key), str) for key in ("file_name", "coco_url")) for image in images]
    return [_file_name(image) or "" for image in images], unnamed


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


def _runs(spans: Spans) -> list[Spans]:
    """The spans in runs; one that is empty for an empty list."""
    edges = range(0, max(len(spans), 1), _RUN)
    return [Spans(spans.starts[start : start + _RUN], spans.ends[start : start + _RUN]) for start in edges]


def _read_run(data: Buffer, spans: Spans) -> _Run:
    """Each record as an object; one that is none is empty, and among the faulty."""
    if not len(spans):
        return _Run([], {}, {})
    with paused_collector():
        text = list_text(data, spans, 0, len(spans))
        try:
            objects = _DECODER.decode(text)
            if len(objects) == len(spans) and len(_MEMBER.findall(text)) == sum(map(len, objects)):
                return _Run(objects, {}, {})
        except (msgspec.DecodeError, RecursionError):
            pass
        faulty: dict[int, Any] = {}
        repeats: dict[int, str] = {}
        objects = []
        for row in range(len(spans)):
            record = record_text(data, spans, row)
            objects.append(_read_object(record, row, faulty))
            if repeat := first_repeat(record):
                repeats[row] = repeat
        return _Run(objects, faulty, repeats)


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
