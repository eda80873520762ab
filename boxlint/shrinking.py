"""Columns of numbers in fewer bytes, and back to the bit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

SCALES: Final = (1, 10, 100, 1000)
"""Most coordinates are written with at most three decimals: whole numbers of these parts of a pixel."""
_RANGES: Final = tuple(np.iinfo(np.dtype(name)) for name in ("i1", "u1", "i2", "u2", "i4", "u4"))
_MOST: Final = 2**31
_SAMPLE: Final = 4096
"""Values at the start of a column that mostly tell that it cannot be shrunk in a way."""


def shrink(values: Any) -> tuple[Any, int]:
    """A column of N numbers or flags in a smaller type, and what its numbers were multiplied by for that.

    Where all N are the same to the bit it is one; no other column changes its length. Shape (N,) or (1,).
    """
    if len(values) > 1 and _is_constant(values):
        return values[:1].copy(), 1
    if values.dtype.kind == "f":
        for scale in SCALES:
            if _is_whole(values[:_SAMPLE], scale) and _is_whole(values, scale):
                return _narrowed(np.rint(values * scale).astype(np.int64)), scale
    elif values.dtype.kind == "i":
        return _narrowed(values), 1
    return values, 1


def can_restore(small: Any, scale: int, dtype: Any, length: int) -> bool:
    """Whether `small` may be what became of a column of this type and length."""
    same_kind = small.dtype.kind == dtype.kind or (small.dtype.kind in "iu" and dtype.kind in "if")
    has_scale = scale == 1 or (scale in SCALES and dtype.kind == "f")
    return same_kind and has_scale and small.dtype.itemsize <= dtype.itemsize and len(small) in (1, length)


def restore(small: Any, scale: int, dtype: Any, length: int) -> Any:
    """The column that became `small`, see `can_restore`; one value everywhere takes no memory. Shape (length,)."""
    values = small.astype(dtype, copy=False)
    if scale != 1:
        values = values / dtype.type(scale)
    return values if len(values) == length else np.broadcast_to(values[0], length)


def _narrowed(values: Any) -> Any:
    """Whole numbers in the smallest type that holds the least and the greatest of them."""
    if not len(values):
        return values
    low, high = values.min(), values.max()
    fitting = (range_ for range_ in _RANGES if range_.min <= low and high <= range_.max)
    small = next(fitting, np.iinfo(values.dtype)).dtype
    return values.astype(small) if small.itemsize < values.dtype.itemsize else values


def _is_constant(values: Any) -> bool:
    if values.strides == (0,):
        return True
    bits = _bits(values)
    return bool(bits[0] == bits[-1] and (bits[:_SAMPLE] == bits[0]).all() and (bits == bits[0]).all())


def _is_whole(values: Any, scale: int) -> bool:
    """Whether floats are to the bit what whole numbers divided by `scale` are; NaN and −0 are not."""
    with np.errstate(all="ignore"):
        scaled = values * scale
        if not (np.abs(scaled) < _MOST).all():
            return False
        back = np.rint(scaled).astype(np.int64) / values.dtype.type(scale)
    return np.array_equal(_bits(back), _bits(values))


def _bits(values: Any) -> Any:
    """The values as integers of their size."""
    return np.ascontiguousarray(values).view(f"u{values.dtype.itemsize}")
