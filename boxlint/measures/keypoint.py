"""Measures of keypoints."""

from __future__ import annotations

from boxlint.arrays import Flags, Numbers
from boxlint.measures.finite import all_finite, first_not_finite

__all__ = ["is_finite", "not_finite_value"]


def is_finite(x: Numbers, y: Numbers, visibility: Numbers) -> Flags:
    """Whether no coordinate nor the visibility is NaN or infinite. Shape (N,)."""
    return all_finite((x, y, visibility))


def not_finite_value(x: Numbers, y: Numbers, visibility: Numbers) -> Numbers:
    """The first NaN or infinite value. Shape (N,)."""
    return first_not_finite((x, y, visibility))
