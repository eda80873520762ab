"""numpy or torch: one array namespace, device choice, and the segment reductions both lack.

Functions here take arrays of either library and answer in the same one, on the same device. torch is
imported only by `place` for a device, never at start-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

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

    if any(stride == 0 for stride in array.strides) or not array.flags.writeable:
        array = array.copy()
    return torch.as_tensor(array, device=device)


def fetch(array: Array) -> Any:
    """An array of either library as a numpy array on the host."""
    return array if isinstance(array, np.ndarray) else array.cpu().numpy()


def flagged_rows(flags: Array) -> Any:
    """The numbers of the rows whose flag is set, on the host. Shape (M,), int64."""
    return np.flatnonzero(flags) if isinstance(flags, np.ndarray) else fetch(flags.nonzero()[:, 0])


def at_rows(values: Array, rows: Any) -> Any:
    """The values at some rows, whose numbers are on the host as the answer is: only those leave a device."""
    return values[rows] if isinstance(values, np.ndarray) else fetch(values[like(rows, values)])


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
    """`values[link]`, and `missing` where a link is −1. Shapes (M,), (N,) → (N,).

    The values themselves where each row leads to the one of its own number.
    """
    if leads_to_own_number(link, len(values)):
        return values
    dtype = str(values.dtype).removeprefix("torch.")
    if len(values) == 0:
        return full(len(link), missing, dtype, values)
    last = full(1, missing, dtype, values)
    # the last entry is what the link −1 reads
    return namespace(values).concat([values, last])[link]


def leads_to_own_number(link: Array, count: int) -> bool:
    """Whether a numpy link is 0, 1, … count − 1, as of boxes where each annotation has one.

    Not asked of tensors: the answer would be waited for, and gathering costs a GPU nothing.
    """
    if not isinstance(link, np.ndarray) or len(link) != count or count == 0:
        return False
    return bool(link[0] == 0 and link[-1] == count - 1 and (link[1:] > link[:-1]).all())


def lexicographic_order(columns: Sequence[Array]) -> Array:
    """Row numbers sorted by the first column, ties by the next, …; equal rows in any order. Shape (N,), int64."""
    *others, least = _folded(columns) if isinstance(columns[0], np.ndarray) else columns
    order = _stable_order(least) if _is_whole(least) or not isinstance(least, np.ndarray) else np.argsort(least)
    for column in reversed(others):
        order = order[_stable_order(column[order])]
    return order


def _is_whole(column: Array) -> bool:
    return isinstance(column, np.ndarray) and column.dtype.kind == "i"


def _folded(columns: Sequence[Any]) -> list[Any]:
    """Neighbouring columns of integers as one that sorts as they do, as long as it has room for the row beside it."""
    folded: list[Any] = []
    for column in columns:
        if folded and len(column) and _is_whole(column) and _is_whole(folded[-1]):
            (before, width), (own, own_width) = _from_zero(folded[-1]), _from_zero(column)
            if (width * own_width) >> _bits_beside_row(column) == 0:
                folded[-1] = before * own_width + own
                continue
        folded.append(column)
    return folded


def _from_zero(column: Any) -> tuple[Any, int]:
    """The column less its smallest number, and how many numbers that leaves it."""
    lowest, highest = int(column.min()), int(column.max())
    return np.subtract(column, lowest, dtype=np.int64), highest - lowest + 1


def _bits_beside_row(column: Any) -> int:
    return 63 - len(column).bit_length()


def _stable_order(column: Array) -> Array:
    if not isinstance(column, np.ndarray):
        return column.argsort(stable=True)
    if _is_whole(column) and len(column):
        number, width = _from_zero(column)
        bits = len(column).bit_length()
        if width >> _bits_beside_row(column) == 0:
            # number and row in one: sorting numbers takes a tenth of the time of sorting rows by them
            packed = np.sort((number << bits) | np.arange(len(column)))
            packed &= (1 << bits) - 1
            return packed
    return np.argsort(column, kind="stable")


def starts_of_runs(columns: Sequence[Array]) -> Array:
    """Whether each row differs from the one before it in a column; NaN equals nothing. Shape (N,), bool."""
    starts_run = full(len(columns[0]), True, "bool", columns[0])
    starts_run[1:] = False
    for column in columns:
        starts_run[1:] |= column[1:] != column[:-1]
    return starts_run


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
    order = lexicographic_order(columns)
    group, first = full(count, 0, "int64", order), full(count, 0, "int64", order)
    if count == 0:
        return group, first
    starts_group = starts_of_runs([column[order] for column in columns])
    xp = namespace(order)
    number = xp.cumulative_sum(cast(starts_group, "int64")) - 1
    group[order] = number
    first[order] = _first_of_groups(order, starts_group)[number]
    return group, first


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
