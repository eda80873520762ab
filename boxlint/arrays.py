"""numpy or torch: one array namespace, and what the two libraries call differently.

Functions here take arrays of either library and answer in the same one, on the same device, and so do those of
`orders` and `segments`. torch is imported only by `place` for a device, never at start-up.
"""

from __future__ import annotations

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
    if len(values) == 0:
        return _repeated(missing, len(link), values)
    # the last entry is what the link −1 reads
    return namespace(values).concat([values, _repeated(missing, 1, values)])[link]


def _repeated(value: Any, count: int, like: Array) -> Array:
    """A value as often as asked, of the dtype of `like`."""
    return np.full(count, value, like.dtype) if isinstance(like, np.ndarray) else like.new_full((count,), value)


def leads_to_own_number(link: Array, count: int) -> bool:
    """Whether a numpy link is 0, 1, … count − 1, as of boxes where each annotation has one.

    Not asked of tensors: the answer would be waited for, and gathering costs a GPU nothing.
    """
    if not isinstance(link, np.ndarray) or len(link) != count or count == 0:
        return False
    return bool(link[0] == 0 and link[-1] == count - 1 and (link[1:] > link[:-1]).all())
