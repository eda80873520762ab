"""Digests that tell annotations apart, taken only of those that share their box or their id with another."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any, Final

import numpy as np

from boxlint.formats.coco.spans import Spans, record_text
from boxlint.rows.directives import KEY
from boxlint.syntax.json.members import object_members
from boxlint.syntax.json.text import JsonError, parse
from boxlint.tables import MISSING_KEY
from boxlint.text.source import Buffer

PER_PIXEL: Final = 1000
"""Coordinates are compared to 1e-3 px."""
_DIRECTIVE: Final = f'"{KEY}"'.encode()
_FACTORS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0xFF51AFD7ED558CCD)


def shape_digests(data: Buffer, spans: Spans, images: Any, boxes: Any, has_shape: Any) -> Any:
    """Digests of mask and keypoints to 1e-3 px where another annotation of the image has the same box, else 0.

    `images` (N,) int64 keys, `boxes` (N, k) with NaN where there is none, `has_shape` (N,) flags. Shape (N,), int64.
    """
    digests = np.zeros(len(spans), np.int64)
    for row in np.flatnonzero(_repeated(_box_codes(images, boxes)) & has_shape).tolist():
        digests[row] = shape_digest(record_text(data, spans, row))
    return digests


def record_digests(data: Buffer, spans: Spans, ids: Any) -> Any:
    """Digests of the records' own bytes where another annotation has the same id, else 0. Shape (N,), int64.

    What a record says of its own findings is left out: it makes no other record of it.
    """
    digests = np.zeros(len(spans), np.int64)
    for row in np.flatnonzero(_repeated(ids) & (ids != MISSING_KEY)).tolist():
        digests[row] = _digest(_without_directive(record_text(data, spans, row)))
    return digests


def _without_directive(text: bytes) -> bytes:
    """A record without its suppression and what separates that from its neighbour."""
    members = object_members(text) if _DIRECTIVE in text else None
    place = next((place for place, member in enumerate(members or ()) if member.key == KEY), None)
    if not members or place is None or len(members) == 1:
        return text
    if place:
        return text[: members[place - 1].end] + text[members[place].end :]
    return text[: members[0].key_start] + text[members[1].key_start :]


def _box_codes(images: Any, boxes: Any) -> Any:
    """A number for each row, equal where image and rounded box are (and by rare chance where they are not)."""
    with np.errstate(all="ignore"):
        codes = images.astype(np.uint64) * np.uint64(_FACTORS[-1])
        for column, factor in zip(boxes.T[:4], _FACTORS, strict=False):
            # adding zero makes one of both zeros, so that their bits agree
            codes = (codes ^ (np.rint(column * PER_PIXEL) + 0.0).view(np.uint64)) * np.uint64(factor)
            codes ^= codes >> np.uint64(29)
    return codes


def _repeated(codes: Any) -> Any:
    """Which codes occur more than once. Shape (N,), bool."""
    ordered = np.sort(codes)
    repeats = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(codes, repeats) if len(repeats) else np.zeros(len(codes), np.bool_)


def shape_digest(text: bytes) -> int:
    """The digest of a record's mask and keypoints, coordinates rounded to 1e-3 px; 0 if it cannot be read."""
    try:
        value = parse(text)
    except JsonError:
        return 0
    if not isinstance(value, dict):
        return 0
    shape = [_rounded(value.get("segmentation")), _rounded(value.get("keypoints"))]
    return _digest(json.dumps(shape, sort_keys=True, separators=(",", ":")).encode())


def _rounded(value: Any) -> Any:
    if isinstance(value, int):
        return value * PER_PIXEL
    if isinstance(value, float) and math.isfinite(value * PER_PIXEL):
        return round(value * PER_PIXEL)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _digest(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big", signed=True) or 1
