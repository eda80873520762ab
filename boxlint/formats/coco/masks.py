"""The mask of an annotation: its area and extent, from polygons or run lengths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import numpy as np

from boxlint.formats.editing import Mask
from boxlint.formats.json_members import object_members

_LONGEST_RUN_TEXT: Final = 7
_MOST_PIXELS: Final = 2**29
"""pycocotools writes each run in six characters at most, and they hold 30 bits, one for the sign."""


class _RunLengths(msgspec.Struct):
    """`size` is [height, width]; `counts` the lengths of runs down the columns, background first."""

    size: tuple[int, int]
    counts: list[int] | str


_DECODER: Final = msgspec.json.Decoder(list[list[float]] | _RunLengths)


def read_mask(record: bytes) -> Mask | None:
    """The mask of an annotation, given its JSON text; None where it has none that can be read and holds anything.

    The area of polygons is the sum of what each encloses, which is how COCO's own `area` is written, and their
    extent is that of their vertices; of run lengths both are those of the pixels.
    """
    members = object_members(record) or ()
    text = next(
        (record[member.start : member.end] for member in reversed(members) if member.key == "segmentation"), b""
    )
    try:
        shape = _DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return _run_mask(shape) if isinstance(shape, _RunLengths) else _polygon_mask(shape)


def _polygon_mask(polygons: Sequence[Sequence[float]]) -> Mask | None:
    if not polygons or any(len(polygon) < 6 or len(polygon) % 2 for polygon in polygons):
        return None
    parts = [np.array(polygon, np.float64).reshape(-1, 2) for polygon in polygons]
    vertices = np.concatenate(parts)
    with np.errstate(all="ignore"):
        area = math.fsum(map(_enclosed_area, parts))
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    extent = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Mask(area, extent) if all(map(math.isfinite, (area, *extent))) else None


def _enclosed_area(vertices: Any) -> float:
    """The area that a polygon encloses, by the shoelace formula. `vertices` (n, 2)."""
    # from a vertex on, so that few digits cancel
    x, y = (vertices - vertices[0]).T
    return float(abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2)


def _run_mask(shape: _RunLengths) -> Mask | None:
    height, width = shape.size
    runs = _decoded(shape.counts) if isinstance(shape.counts, str) else _as_integers(shape.counts)
    # pycocotools trusts what it is given: it reads and writes beyond its buffers if this is not so
    if height < 1 or width < 1 or height * width >= _MOST_PIXELS or runs is None or len(runs) == 0:
        return None
    if runs.min() < 0 or runs.max() > height * width or runs.sum() != height * width:
        return None
    from pycocotools import mask

    encoded = mask.frPyObjects({"size": [height, width], "counts": runs}, height, width)
    area = float(mask.area(encoded))
    x, y, box_width, box_height = mask.toBbox(encoded).tolist()
    return Mask(area, (x, y, x + box_width, y + box_height)) if area > 0 else None


def _as_integers(counts: Sequence[int]) -> Any:
    try:
        return np.array(counts, np.int64)
    except OverflowError:
        return None


def _decoded(text: str) -> Any:
    """The run lengths in COCO's compressed text, (n,) int64; None where it is no such text.

    A number is a group of characters of six bits from "0" on: five bits of the number, the lowest first, and one
    that says that more follow; the highest bit of all is the sign. From the fourth number on, it is the difference
    from the number two places before.
    """
    symbols = np.frombuffer(text.encode("utf-8", "replace"), np.uint8).astype(np.int64) - ord("0")
    if len(symbols) == 0 or symbols.min() < 0 or symbols.max() >= 64 or symbols[-1] & 32:
        return None
    ends = np.flatnonzero((symbols & 32) == 0)
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if lengths.max() > _LONGEST_RUN_TEXT:
        return None
    places = np.arange(len(symbols)) - np.repeat(starts, lengths)
    runs = np.add.reduceat((symbols & 31) << (5 * places), starts)
    runs -= np.where(symbols[ends] & 16, 1 << (5 * lengths), 0)
    runs[1::2] = runs[1::2].cumsum()
    runs[2::2] = runs[2::2].cumsum()
    return runs
