"""Measures of masks given as run lengths."""

from __future__ import annotations

from boxlint.arrays import Array, Numbers
from boxlint.measures.text import worded
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
    return worded(
        problem,
        (
            (
                _differ(height, image_height) | _differ(width, image_width),
                "size is [{2:.0f}, {3:.0f}], the image's [height, width] are [{4:g}, {5:g}]",
            ),
            (
                _differ(run_total, pixel_count),
                "the run lengths fill {0:.0f} px, and size [{2:.0f}, {3:.0f}] has {1:.0f}",
            ),
        ),
        (run_total, pixel_count, height, width, image_height, image_width),
    )


def _differ(one: Numbers, other: Numbers) -> Array:
    """Where two numbers are both known and not the same."""
    return (one < other) | (one > other)
