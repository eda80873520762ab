"""The steps in which values are counted: the same for every dataset, so that splits and runs can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Final

import numpy as np

from boxlint.distributions.model import Grid, Histogram, Spread

SIDE_STEPS: Final = 8
"""Steps of a side by octave."""
SIDE_OCTAVES: Final = (-10, 24)
"""Sides from 2^-10 to 2^24 px; those beyond count in the first and last step."""
ASPECT_STEPS: Final = 4
ASPECT_OCTAVES: Final = (-12, 12)
CENTER_STEPS: Final = 48
"""Steps of an image's width and height."""
ANGLE_STEPS: Final = 36
"""Steps of half a turn, the first one about 0°, so that rounding does not split what is upright."""
_QUANTILES: Final = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_BARS: Final = 30
"""Steps of boxes an image up to `_MOST` of all images; one more holds the rest."""
_MOST: Final = 0.99


def count_edges(counts: Any) -> list[int]:
    """Edges of equal steps of 1, 2, 5, 10, … that hold nearly all counts, and of one step for those beyond."""
    if not len(counts):
        return []
    largest = int(counts.max())
    most = int(np.partition(counts, place := int(_MOST * (len(counts) - 1)))[place])
    step = next(step for step in _round_numbers() if most < step * _BARS)
    last = min(step * _BARS, (largest // step + 1) * step)
    return [*range(0, last + 1, step), *([largest + 1] if largest >= last else [])]


def _round_numbers() -> Iterator[int]:
    return (factor * 10**power for power in count() for factor in (1, 2, 5))


def octave_steps(values: Any, steps: int, octaves: tuple[int, int]) -> Any:
    """The step of each positive value on a logarithmic scale. Shape (N,), int16."""
    low, high = octaves
    with np.errstate(all="ignore"):
        step = np.floor(np.log2(values) * steps) - low * steps
    return np.clip(step, 0, (high - low) * steps - 1).astype(np.int16)


def octave_edges(steps: int, octaves: tuple[int, int], start: int, stop: int) -> tuple[float, ...]:
    """The edges of the steps from `start` up to `stop`."""
    return tuple(2.0 ** (octaves[0] + step / steps) for step in range(start, stop + 1))


def histogram(counts: Any, edges: Sequence[float]) -> Histogram:
    """The counts of all steps without the empty ones at either end."""
    filled = np.flatnonzero(counts)
    if not len(filled):
        return Histogram()
    start, stop = int(filled[0]), int(filled[-1]) + 1
    return Histogram(tuple(edges[start : stop + 1]), tuple(counts[start:stop].tolist()))


def whole_histogram(counts: Any, edges: Sequence[float]) -> Histogram:
    """The counts of all steps; nothing where all are empty."""
    return Histogram(tuple(edges), tuple(counts.tolist())) if counts.any() else Histogram()


def whole_grid(counts: Any, x_edges: Sequence[float], y_edges: Sequence[float]) -> Grid:
    """The counts of all steps, shape (rows, columns); nothing where all are empty."""
    if not counts.any():
        return Grid()
    return Grid(tuple(x_edges), tuple(y_edges), tuple(tuple(row) for row in counts.tolist()))


def grid(counts: Any, edges: Sequence[float], unit: int) -> Grid:
    """The counts, shape (steps, steps), without the empty units of so many steps at the borders."""
    rows, columns = (_filled(counts.any(axis=axis), unit) for axis in (1, 0))
    if not len(counts[rows]):
        return Grid()
    return Grid(
        tuple(edges[columns.start : columns.stop + 1]),
        tuple(edges[rows.start : rows.stop + 1]),
        tuple(tuple(row) for row in counts[rows, columns].tolist()),
    )


def _filled(flags: Any, unit: int) -> slice:
    """From the first to the last flag that is set, in whole units."""
    found = np.flatnonzero(flags)
    return slice(int(found[0]) // unit * unit, (int(found[-1]) // unit + 1) * unit) if len(found) else slice(0, 0)


def spread(values: Any) -> Spread | None:
    """Quantiles of finite values; None where there are none."""
    if not len(values):
        return None
    places = [quantile * (len(values) - 1) for quantile in _QUANTILES]
    ends = sorted({int(place) for place in places} | {min(int(place) + 1, len(values) - 1) for place in places})
    ordered = np.partition(values, ends)
    return Spread(*(_between(ordered, place) for place in places))


def _between(ordered: Any, place: float) -> float:
    low = int(place)
    start, end = float(ordered[low]), float(ordered[min(low + 1, len(ordered) - 1)])
    part = place - low
    # a share of each, because the difference of two may be too large for a float
    return start if start == end else start * (1 - part) + end * part
