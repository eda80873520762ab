"""Results on their way between processes: arrays in as few bytes as hold them, to the bit."""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np

from boxlint.shrinking import restore, shrink


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
        if type(value) is not np.ndarray or value.ndim != 1 or value.dtype.kind not in "bif":
            return NotImplemented
        small, scale = shrink(value)
        # of a bytearray an array can be made that may be written to
        return _unpacked, (bytearray(small.tobytes()), small.dtype.str, scale, value.dtype.str, len(value))


def _unpacked(content: bytearray, small: str, scale: int, dtype: str, length: int) -> Any:
    return restore(np.frombuffer(content, small), scale, np.dtype(dtype), length)
