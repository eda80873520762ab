"""Digests of masks and keypoints that were gathered as flat arrays, by which repeated objects are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from msgspec import Struct

PER_PIXEL: Final = 1000
"""Coordinates are compared to 1e-3 px."""
_LARGEST: Final = 9e18
_FACTORS: Final = tuple(
    map(np.uint64, (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
)


class Coordinates(Struct, frozen=True):
    """Numbers `values` (V,): of which annotation each is, `rows` (V,), and where among its numbers, `places` (V,)."""

    rows: Any
    places: Any
    values: Any


def run_places(counts: Any) -> Any:
    """0, 1, … of each of some runs of numbers, by their lengths (N,)."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def shape_digests(count: int, shapes: Iterable[Coordinates]) -> Any:
    """A digest for each of `count` annotations, 0 without shapes and where a number is not finite. Int64 (count,)."""
    digests = np.zeros(count, np.uint64)
    for shape in shapes:
        with np.errstate(invalid="ignore", over="ignore"):
            steps = np.rint(shape.values * PER_PIXEL)
            is_known = np.abs(steps) < _LARGEST
            codes = np.where(is_known, steps, 0.0).astype(np.int64).view(np.uint64)
        codes = codes * _FACTORS[0] ^ shape.places.astype(np.uint64) * _FACTORS[1]
        for factor, shift in zip(_FACTORS[2:], (30, 27), strict=True):
            codes = (codes ^ (codes >> np.uint64(shift))) * factor
        # a sum does not depend on the order in which they come
        np.add.at(digests, shape.rows, codes ^ (codes >> np.uint64(31)))
        digests[shape.rows[~is_known]] = 0
    return digests.view(np.int64)
