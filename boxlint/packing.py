"""Results on their way between processes: arrays in as few bytes as hold them, to the bit."""

from __future__ import annotations

import io
import pickle
from typing import Any, Final

import numpy as np

_SMALLER: Final = {"i": (np.int8, np.int16, np.int32), "f": (np.float32,)}
"""By kind of number, the types that may do for one of eight bytes, the smallest first."""
_SAMPLE: Final = 64
"""Numbers that are tried first: most arrays of coordinates fit no smaller type, and show it soon."""


def pack(value: Any) -> bytes:
    """A value, with whatever arrays are in it, as bytes."""
    target = io.BytesIO()
    _Packer(target, pickle.HIGHEST_PROTOCOL).dump(value)
    return target.getvalue()


def unpack(packed: bytes) -> Any:
    """The value again: arrays have their dtype and bits, and one value throughout takes the memory of one."""
    return pickle.loads(packed)  # noqa: S301, from a process of our own


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if type(value) is not np.ndarray or value.ndim != 1 or not len(value) or value.dtype.kind not in "bif":
            return NotImplemented
        if value.strides[0] == 0 or _is_constant(value):
            return _repeat, (value[:1].tobytes(), value.dtype.str, len(value))
        small = _smaller(value)
        return _widen, (small.tobytes(), small.dtype.str, value.dtype.str)


def _is_constant(array: Any) -> bool:
    bits = np.ascontiguousarray(array).view(f"u{array.itemsize}")
    return bool(bits[-1] == bits[0] and (bits == bits[0]).all())


def _smaller(array: Any) -> Any:
    """The array in the smallest type from which it comes back to the bit."""
    for dtype in _SMALLER.get(array.dtype.kind, ()) if array.itemsize == 8 else ():
        if _fits(array[:_SAMPLE], dtype) and _fits(array, dtype):
            return array.astype(dtype)
    return array


def _fits(array: Any, dtype: Any) -> bool:
    if array.dtype.kind == "i":
        limits = np.iinfo(dtype)
        return bool(array.min() >= limits.min and array.max() <= limits.max)
    with np.errstate(over="ignore"):
        back = array.astype(dtype).astype(array.dtype)
    return bool((back.view(np.int64) == array.view(np.int64)).all())


def _repeat(content: bytes, dtype: str, length: int) -> Any:
    return np.broadcast_to(np.frombuffer(content, dtype)[0], length)


def _widen(content: bytes, dtype: str, wide: str) -> Any:
    # an array of its own: one that is no view may be written to
    return np.frombuffer(content, dtype).astype(wide)
