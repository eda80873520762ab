"""numpy or torch: one array namespace, device choice, and the segment reductions both lack.

Functions here take arrays of either library and answer in the same one, on the same device. torch is
imported only by `place` for a device, never at start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from boxlint.stages import stage

Array = Any
"""A 1-D numpy array or torch tensor."""
Numbers = Annotated[Array, "number"]
"""float64 values, a row each."""
Flags = Annotated[Array, "flag"]
"""Booleans, a row each."""
Rows = Annotated[Array, "link"]
"""int64 row numbers, −1 where there is none."""


def namespace(array: Array) -> Any:
    """The array-API namespace of an array: numpy itself, or torch through array-api-compat."""
    if isinstance(array, (np.ndarray, np.generic)):
        return np
    from array_api_compat import array_namespace

    return array_namespace(array)


def place(array: Any, device: str | None) -> Array:
    """A host array on a device: itself where `device` is None, else a torch tensor there ("cpu", "cuda:0")."""
    if device is None:
        return array
    import torch

    with stage("to the device"):
        if any(stride == 0 for stride in array.strides) or not array.flags.writeable:
            array = array.copy()
        return torch.as_tensor(array, device=device)


def fetch(array: Array) -> Any:
    """An array of either library as a numpy array on the host."""
    if isinstance(array, np.ndarray):
        return array
    with stage("from the device"):
        return array.cpu().numpy()


def square_root(values: Array) -> Array:
    """The square root, correctly rounded on every backend. Shape (N,).

    torch's on the CPU may be off by one bit (2.13: one value in eighty), so numpy takes it there.
    """
    if isinstance(values, np.ndarray):
        return np.sqrt(values)
    if values.device.type != "cpu":
        return values.sqrt()
    return place(np.sqrt(values.numpy()), "cpu")


def logarithm(values: Array) -> Array:
    """The natural logarithm, taken by numpy on the host so that every backend has its bits. Shape (N,)."""
    return like(np.log(fetch(values)), values)


def like(host: Any, array: Array) -> Array:
    """A numpy array where another array lives: itself for numpy, else a torch tensor on that device."""
    return host if isinstance(array, np.ndarray) else place(host, str(array.device))


def positions(count: int, like: Array) -> Array:
    """0, 1, … count − 1 as int64, where `like` lives."""
    if isinstance(like, np.ndarray):
        return np.arange(count)
    import torch

    return torch.arange(count, device=like.device)


def full(count: int, value: float | bool, dtype: str, like: Array) -> Array:
    """`count` times one value, dtype "float64", "int64" or "bool", where `like` lives."""
    if isinstance(like, np.ndarray):
        return np.full(count, value, dtype)
    import torch

    return torch.full((count,), value, dtype=getattr(torch, dtype), device=like.device)


def cast(array: Array, dtype: str) -> Array:
    """The array as another dtype: "float64", "float32", "float16", "int64" or "bool"."""
    if isinstance(array, np.ndarray):
        return array.astype(dtype)
    import torch

    return array.to(getattr(torch, dtype))


def gather(values: Array, link: Array, missing: Any) -> Array:
    """`values[link]`, and `missing` where a link is negative. Shapes (M,), (N,) → (N,)."""
    if len(values) == 0:
        return full(len(link), missing, str(values.dtype).removeprefix("torch."), values)
    xp = namespace(values)
    return xp.where(link >= 0, values[xp.where(link >= 0, link, 0)], xp.asarray(missing, dtype=values.dtype))


def lexicographic_order(columns: Sequence[Array]) -> Array:
    """Row numbers sorted by the first column, ties by the next, …, then by row. Shape (N,), int64."""
    *others, least = columns
    order = _stable_order(least)
    for column in reversed(others):
        order = order[_stable_order(column[order])]
    return order


def _stable_order(column: Array) -> Array:
    return np.argsort(column, kind="stable") if isinstance(column, np.ndarray) else column.argsort(stable=True)


def _order_of_groups(columns: Sequence[Array]) -> Array:
    """Rows with equal ones side by side: numpy sorts one column much faster if it need not keep the order of equals."""
    only = columns[0]
    return np.argsort(only) if len(columns) == 1 and isinstance(only, np.ndarray) else lexicographic_order(columns)


def _first_of_groups(order: Array, starts_group: Array) -> Array:
    """The smallest row number of each group of the order."""
    if isinstance(order, np.ndarray):
        return np.minimum.reduceat(order, np.flatnonzero(starts_group))
    return order[starts_group]


def equal_row_groups(columns: Sequence[Array]) -> tuple[Array, Array]:
    """Group number of each row (equal rows share one), and for each row the first row of its group.

    Groups are numbered in sorted order; the first row is the one with the smallest row number. NaN
    equals nothing, itself included. Shapes (N,), (N,), int64.
    """
    count = len(columns[0])
    order = _order_of_groups(columns)
    group, first = full(count, 0, "int64", order), full(count, 0, "int64", order)
    if count == 0:
        return group, first
    starts_group = full(count, False, "bool", order)
    starts_group[0] = True
    for column in columns:
        ordered = column[order]
        starts_group[1:] |= ordered[1:] != ordered[:-1]
    xp = namespace(order)
    number = xp.cumulative_sum(cast(starts_group, "int64")) - 1
    group[order] = number
    first[order] = _first_of_groups(order, starts_group)[number]
    return group, first


def segment_count(segment: Array, count: int, where: Array | None = None) -> Array:
    """How many rows (where the flag is set) each of `count` segments has; −1 is in none. Shape (count,), int64."""
    kept = segment >= 0 if where is None else (segment >= 0) & where
    segment = segment[kept]
    if isinstance(segment, np.ndarray):
        return np.bincount(segment, minlength=count)
    import torch

    return torch.bincount(segment, minlength=count)


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
    kept = segment >= 0
    values, segment = values[kept], segment[kept]
    start = float("inf") if which == "min" else float("-inf")
    result = full(count, start, "float64", values)
    if isinstance(values, np.ndarray):
        (np.minimum if which == "min" else np.maximum).at(result, segment, values)
        return result
    return result.scatter_reduce(0, segment, values, f"a{which}")
