"""Reductions of rows by the segment that each belongs to, which numpy and torch both lack."""

from __future__ import annotations

import numpy as np

from boxlint.arrays import Array, full, leads_to_own_number, namespace
from boxlint.orders import lexicographic_order, starts_of_runs


def segment_count(segment: Array, count: int, where: Array | None = None) -> Array:
    """How many rows (where the flag is set) each of `count` segments has; −1 is in none. Shape (count,), int64."""
    chosen = segment if where is None else segment[where]
    if isinstance(chosen, np.ndarray):
        if len(chosen) and chosen.min() < 0:
            return np.bincount(chosen + 1, minlength=count + 1)[1:]
        return np.bincount(chosen, minlength=count)
    import torch

    return torch.bincount(chosen + 1, minlength=count + 1)[1:]


def segment_any(flags: Array, segment: Array, count: int) -> Array:
    """Whether a flag is set in each of `count` segments; false for an empty one. Shape (count,), bool."""
    return segment_count(segment, count, flags) > 0


def segment_sum(values: Array, segment: Array, count: int) -> Array:
    """The sum of integers in each of `count` segments, which wraps around as int64 does. Shape (count,), int64."""
    kept = segment >= 0
    values, segment = values[kept], segment[kept]
    result = full(count, 0, "int64", values)
    if isinstance(values, np.ndarray):
        np.add.at(result, segment, values)
        return result
    return result.scatter_add(0, segment, values)


def segment_median(values: Array, segment: Array, count: int) -> Array:
    """The median of each of `count` segments, NaN for an empty one; −1 is in none. Shape (count,), float64."""
    kept = segment >= 0
    values, segment = values[kept], segment[kept]
    result = full(count, float("nan"), "float64", values)
    if len(values) == 0:
        return result
    ordered = values[lexicographic_order([segment, values])]
    size = segment_count(segment, count)
    start = namespace(size).cumulative_sum(size) - size
    filled = size > 0
    lower, upper = ((start + (size - less) // 2)[filled] for less in (1, 0))
    # half of each, because the sum of two may be too large for a float
    result[filled] = ordered[lower] / 2 + ordered[upper] / 2
    return result


def segment_min(values: Array, segment: Array, count: int) -> Array:
    """The smallest value of each of `count` segments; +inf for an empty one. Shape (count,), float64."""
    return _segment_extreme(values, segment, count, "min")


def segment_max(values: Array, segment: Array, count: int) -> Array:
    """The largest value of each of `count` segments; −inf for an empty one. Shape (count,), float64."""
    return _segment_extreme(values, segment, count, "max")


def _segment_extreme(values: Array, segment: Array, count: int, which: str) -> Array:
    if leads_to_own_number(segment, count):
        return values
    start = float("inf") if which == "min" else float("-inf")
    result = full(count, start, "float64", values)
    if not isinstance(values, np.ndarray):
        kept = segment >= 0
        return result.scatter_reduce(0, segment[kept], values[kept], f"a{which}")
    extreme = np.minimum if which == "min" else np.maximum
    if (segment[1:] >= segment[:-1]).all():
        inside = slice(np.searchsorted(segment, 0), None)
        values, segment = values[inside], segment[inside]
        starts = np.flatnonzero(starts_of_runs([segment]))
        result[segment[starts]] = extreme.reduceat(values, starts) if len(starts) < len(values) else values
    else:
        kept = segment >= 0
        extreme.at(result, segment[kept], values[kept])
    return result
