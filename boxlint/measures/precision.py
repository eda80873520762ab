"""What a lower precision makes of a shape: float16 corners and sizes, and the determinant of a Gaussian in float32."""

from __future__ import annotations

from typing import Final

from boxlint.arrays import Array, Numbers, cast, namespace

_LEAST_SIDE: Final = 1e-7
_LARGEST_SIDE: Final = 1e7
"""mmrotate's Gaussian losses clamp sides to these."""


def x_min_float16(x_min: Numbers) -> Numbers:
    """The left edge rounded to float16, infinite beyond 65504. Shape (N,)."""
    return _rounded_to_float16(x_min)


def y_min_float16(y_min: Numbers) -> Numbers:
    """The upper edge rounded to float16. Shape (N,)."""
    return _rounded_to_float16(y_min)


def x_max_float16(x_max: Numbers) -> Numbers:
    """The right edge rounded to float16. Shape (N,)."""
    return _rounded_to_float16(x_max)


def y_max_float16(y_max: Numbers) -> Numbers:
    """The lower edge rounded to float16. Shape (N,)."""
    return _rounded_to_float16(y_max)


def _rounded_to_float16(values: Numbers) -> Numbers:
    # by way of float32, as a trainer does: torch goes that way in any case, numpy would round only once
    return cast(cast(cast(values, "float32"), "float16"), "float64")


def gaussian_determinant(width: Numbers, height: Numbers, cosine: Numbers, sine: Numbers) -> Numbers:
    """Determinant of a rotated box's covariance R diag((w/2)², (h/2)²) Rᵀ, computed in float32. Shape (N,), float64.

    As `xy_wh_r_2_xy_sigma` of mmrotate makes it for GWD, KLD and KFIoU (Yang et al. 2021): the exact determinant
    (w·h/4)² is positive, but a·b − c² loses it once the sides are very unlike.
    """
    along, across = _squared_half(width), _squared_half(height)
    cos, sin = cast(cosine, "float32"), cast(sine, "float32")
    a = cos * along * cos + sin * across * sin
    b = sin * along * sin + cos * across * cos
    c = cos * along * sin - sin * across * cos
    return cast(a * b - c * c, "float64")


def _squared_half(side: Numbers) -> Array:
    """(side / 2)², the side clamped as mmrotate clamps it. Shape (N,), float32."""
    half = namespace(side).clip(cast(side, "float32"), _LEAST_SIDE, _LARGEST_SIDE) * 0.5
    return half * half
