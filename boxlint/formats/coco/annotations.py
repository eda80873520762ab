"""The annotations of a COCO file: runs of records by the fast road, and those that it refuses by the careful one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec.structs import replace

from boxlint.formats.coco.careful import read_carefully
from boxlint.formats.coco.chunk import READ_KEYS, RESULT_KEYS, Chunk, in_places, join_chunks
from boxlint.formats.coco.columns import decode_chunk
from boxlint.formats.coco.dialects import COCO, Dialect
from boxlint.formats.coco.spans import Spans, list_text, record_text
from boxlint.formats.directives import KEY, Directive, directive_texts, from_json
from boxlint.formats.json_text import JsonError, parse_with_repeats
from boxlint.formats.text import Buffer

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions

CHUNK_SIZE: Final = 10_000
"""Records decoded at a time."""
_READ: Final = frozenset({*READ_KEYS, *RESULT_KEYS})
_QUOTED_KEYS: Final = tuple(f'"{key}"'.encode() for key in sorted(_READ))
_DIRECTIVE: Final = f'"{KEY}"'.encode()
_SHAPES: Final = frozenset({"polygon", "mask"})
_JOINED_AT_ONCE: Final = 8


def read_annotations(data: Buffer, spans: Spans, options: ReadOptions, dialect: Dialect = COCO) -> Chunk:
    """The columns of all annotations, and of their shapes and keypoints what the options want.

    Where a key that is read is twice in a record, its row has that key in the text column `repeated_key`.
    """
    joined: list[Chunk] = []
    recent: list[Chunk] = []
    with paused_collector():
        for start in range(0, len(spans), CHUNK_SIZE):
            stop = min(start + CHUNK_SIZE, len(spans))
            own = Spans(spans.starts[start:stop], spans.ends[start:stop])
            recent.append(_completed(_read_run(data, own, dialect), data, own, options))
            if len(recent) == _JOINED_AT_ONCE:
                # small arrays that wait for the last one leave the memory full of holes
                joined, recent = [*joined, join_chunks(recent)], []
    return join_chunks([*joined, *recent] or [_completed(read_carefully([], dialect), data, spans, options)])


def _read_run(data: Buffer, spans: Spans, dialect: Dialect) -> Chunk:
    """The records of a run, those that the fast road leaves among them."""
    text = list_text(data, spans, 0, len(spans))
    offset = spans.starts[0] - 1
    chunk, rest = decode_chunk(text, Spans(spans.starts - offset, spans.ends - offset), dialect)
    if not len(rest):
        return chunk
    others = read_carefully([record_text(data, spans, row) for row in rest.tolist()], dialect)
    kept = np.delete(np.arange(len(spans)), rest)
    return in_places(join_chunks([chunk, others]), np.concatenate([kept, rest]))


def read_alike(text: bytes, options: ReadOptions, dialect: Dialect = COCO) -> Chunk | None:
    """The same of a text that is one list of records; None where these are not all written alike.

    None also where there is nothing to gain: without the numbers of polygons the usual road is the shorter one.
    """
    if not options.wanted & (_SHAPES | {"annotation.unknown_field"}):
        return None
    from boxlint.formats.coco.uniform import decode_uniform

    run = decode_uniform(text, dialect)
    if run is None:
        return None
    nothing = np.broadcast_to(np.nan, run.chunk.length)
    places = {"start": run.spans.starts, "end": run.spans.ends}
    keypoints = {"keypoint_number_count": nothing, "num_keypoints": nothing}
    chunk = replace(run.chunk, columns={**run.chunk.columns, **places, **keypoints})
    if not options.wanted & _SHAPES:
        return chunk
    from boxlint.formats.coco.segmentations import shapes_of

    shapes = shapes_of(run, with_validity="polygon.is_invalid" in options.wanted)
    return replace(chunk, polygons=shapes.polygons, masks=shapes.masks)


def _completed(chunk: Chunk, data: Buffer, spans: Spans, options: ReadOptions) -> Chunk:
    """The chunk with its places, and with what is read only where it is wanted; the vertices are let go of."""
    wanted = options.wanted
    columns: dict[str, Any] = {**chunk.columns, "start": spans.starts, "end": spans.ends}
    texts = {**chunk.texts, **_found_in(data, spans, chunk.suspects)}
    parts: dict[str, Any] = {}
    if wanted & _SHAPES:
        from boxlint.formats.coco.segmentations import read_segmentations

        shapes = read_segmentations(chunk.segmentations, with_validity="polygon.is_invalid" in wanted)
        parts = {"polygons": shapes.polygons, "masks": shapes.masks}
    if wanted & {"keypoint", "annotation.keypoint_number_count", "annotation.num_keypoints"}:
        from boxlint.formats.coco.keypoints import read_keypoints

        keypoints = read_keypoints(data, spans, chunk.columns["has_keypoint_field"])
        columns |= keypoints.columns
        parts["keypoints"] = keypoints.points
    if "annotation.unknown_field" in wanted:
        from boxlint.formats.coco.extras import unknown_fields

        texts["unknown_field"] = unknown_fields(data, spans, options.known_fields)
    return replace(chunk, columns=columns, texts=texts, segmentations=(), **parts)


def _found_in(data: Buffer, spans: Spans, suspects: Any) -> dict[str, dict[int, str]]:
    """By row, the first key that a record has twice, of those that are read; and what it says of its own findings."""
    repeats: dict[int, str] = {}
    directives: dict[int, Directive] = {}
    for row in suspects.tolist():
        text = record_text(data, spans, row)
        # only an escape could spell a key in another way
        is_odd = b"\\u00" in text or _DIRECTIVE in text or any(text.count(key) > 1 for key in _QUOTED_KEYS)
        value, repeated = _parsed(text) if is_odd else (None, [])
        name = next((name for name in repeated if name in _READ), "")
        if name:
            repeats[row] = name
        if isinstance(value, dict) and KEY in value:
            directives[row] = from_json(value[KEY])
    return {"repeated_key": repeats, **directive_texts(directives)}


def _parsed(text: bytes) -> tuple[Any, list[str]]:
    """The value of a record and the keys that it has twice; of what is no JSON, nothing."""
    try:
        return parse_with_repeats(text)
    except JsonError:
        return None, []


def first_repeat(text: bytes) -> str:
    """The first key that an object has twice; empty if there is none."""
    return next(iter(_parsed(text)[1]), "")


@contextmanager
def paused_collector() -> Iterator[None]:
    """Without the cyclic garbage collector, which finds nothing among records and doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
