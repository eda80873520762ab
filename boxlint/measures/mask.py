"""Measures of masks given as run lengths."""

from __future__ import annotations

from boxlint.arrays import Array, Numbers, cast, full, namespace
from boxlint.tables import Text

__all__ = ["fault", "pixel_count"]


def pixel_count(height: Numbers, width: Numbers) -> Numbers:
    """Pixels of the mask's own size. Shape (N,)."""
    return height * width


def fault(
    problem: Text,
    run_total: Numbers,
    pixel_count: Numbers,
    height: Numbers,
    width: Numbers,
    image_height: Numbers,
    image_width: Numbers,
) -> Text:
    """What is wrong with the run lengths, empty where nothing is. Shape (N,)."""
    xp = namespace(height)
    first = len(problem.values)
    nothing = full(len(height), -1, "int64", height)
    is_another = _differ(height, image_height) | _differ(width, image_width)
    codes = xp.where(is_another, nothing + 1 + first, nothing)
    codes = xp.where(_differ(run_total, pixel_count), nothing + 2 + first, codes)
    codes = xp.where(problem.codes >= 0, cast(problem.codes, "int64"), codes)
    return Text(codes, (*problem.values, "the image has another size", "the run lengths do not fill the size"))


def _differ(one: Numbers, other: Numbers) -> Array:
    """Where two numbers are both known and not the same."""
    return (one < other) | (one > other)
