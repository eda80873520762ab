"""The annotations of a COCO file: runs of records by the fast road where it can, else by the careful one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from msgspec.structs import replace

from boxlint.formats.coco.careful import read_carefully
from boxlint.formats.coco.chunk import READ_KEYS, Chunk, join_chunks
from boxlint.formats.coco.columns import decode_chunk
from boxlint.formats.coco.structure import Spans
from boxlint.formats.json_text import JsonError, parse_with_repeats
from boxlint.formats.text import Buffer

CHUNK_SIZE: Final = 10_000
"""Records decoded at a time."""
_QUOTED_KEYS: Final = tuple(f'"{key}"'.encode() for key in READ_KEYS)
_JOINED_AT_ONCE: Final = 8
_SPLIT: Final = 16
_SMALLEST: Final = 16


def read_annotations(data: Buffer, spans: Spans, wanted: frozenset[str] = frozenset()) -> tuple[Chunk, str]:
    """The columns of all annotations, and where a key that is read is twice in one ("annotations[3].bbox").

    `wanted` as in `ReadOptions`: the polygons and masks are read only where they are among it.
    """
    joined: list[Chunk] = []
    recent: list[Chunk] = []
    repeated = ""
    with paused_collector():
        for start in range(0, len(spans), CHUNK_SIZE):
            stop = min(start + CHUNK_SIZE, len(spans))
            chunk = _with_shapes(_read_run(data, spans, start, stop), wanted)
            recent.append(chunk)
            repeated = repeated or _first_repeat(data, spans, chunk.suspects + start)
            if len(recent) == _JOINED_AT_ONCE:
                # small arrays that wait for the last one leave the memory full of holes
                joined, recent = [*joined, join_chunks(recent)], []
    return join_chunks([*joined, *recent] or [read_carefully([])]), repeated


def _read_run(data: Buffer, spans: Spans, start: int, stop: int) -> Chunk:
    """The records from `start` to before `stop`; where the fast road fails, by ever smaller runs."""
    text = list_text(data, spans, start, stop)
    chunk = decode_chunk(text, spans.starts[start:stop] - spans.starts[start] + 1)
    if chunk is not None:
        return chunk
    if stop - start <= _SMALLEST:
        return read_carefully([record_text(data, spans, row) for row in range(start, stop)])
    step = -(-(stop - start) // _SPLIT)
    parts = [(first, min(first + step, stop)) for first in range(start, stop, step)]
    return join_chunks([_read_run(data, spans, *part) for part in parts])


def _with_shapes(chunk: Chunk, wanted: frozenset[str]) -> Chunk:
    """The chunk with its polygons and masks, where they are wanted; the vertices are let go of."""
    if not wanted & {"polygon", "mask"}:
        return replace(chunk, segmentations=())
    from boxlint.formats.coco.segmentations import read_segmentations

    shapes = read_segmentations(chunk.segmentations, with_validity="polygon.is_invalid" in wanted)
    return replace(chunk, segmentations=(), polygons=shapes.polygons, masks=shapes.masks)


def list_text(data: Buffer, spans: Spans, start: int, stop: int) -> bytes:
    """The records from `start` to before `stop` as the text of a list of their own."""
    return b"".join((b"[", memoryview(data)[int(spans.starts[start]) : int(spans.ends[stop - 1])], b"]"))


def record_text(data: Buffer, spans: Spans, row: int) -> bytes:
    """The text of one record."""
    return bytes(data[int(spans.starts[row]) : int(spans.ends[row])])


def _first_repeat(data: Buffer, spans: Spans, suspects: Any) -> str:
    for row in suspects.tolist():
        text = record_text(data, spans, row)
        # only an escape could spell a key in another way
        if b"\\u00" in text or any(text.count(key) > 1 for key in _QUOTED_KEYS):
            name = first_repeat(text, READ_KEYS)
            if name:
                return f"annotations[{row}].{name}"
    return ""


def first_repeat(text: bytes, names: Any = None) -> str:
    """The first key that an object has twice, of those named or of all; empty if there is none."""
    try:
        _, repeats = parse_with_repeats(text)
    except JsonError:
        return ""
    return next((name for name in repeats if names is None or name in names), "")


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
