"""Normalise angles of rotated boxes into the range of their convention; every box stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi
from typing import Any, Final

import numpy as np

from boxlint.fixes.changes import Change, Target
from boxlint.fixes.shapes import read_shapes, reshape

_RANGE: Final = ("min_angle", "max_angle")
_STEPS: Final = (2 * pi, pi, pi / 2)
"""Whole turns keep which edge comes first; half turns keep the sides; quarter turns exchange them."""
_ROUNDING: Final = 1e-12
"""Radians by which a turn may miss the end of a range that it is meant to meet."""


def normalise(target: Target) -> Iterator[Change]:
    """Rotated boxes whose angle is outside `min_angle` to `max_angle`, turned by as little as leads into that range.

    By whole turns, by half turns where no whole one does, by quarter turns, width and height exchanged, where no half
    one does. Boxes that none of them brings in stay as they are, and so do all for a rule without these parameters.
    """
    shapes = read_shapes(target, "rotated")
    if not len(shapes) or not set(_RANGE) <= set(target.names):
        return
    low, high = (_at_rows(target.parameter(name), target.rows) for name in _RANGE)
    angle = shapes[:, 4]
    exceeds = angle > high
    is_open = (angle < low) | exceeds
    # as the cosine and sine have it, an angle of many turns loses nothing
    reduced = np.arctan2(np.sin(angle), np.cos(angle))
    for step in _STEPS:
        last = np.floor((high - reduced) / step + _ROUNDING)
        count = np.where(exceeds, last, np.ceil((low - reduced) / step - _ROUNDING))
        turned = reduced + count * step
        fits = is_open & (turned >= low - _ROUNDING) & (turned <= high + _ROUNDING)
        shapes[fits, 4] = np.clip(turned, low, high)[fits]
        if step == pi / 2:
            is_exchanged = fits & (count % 2 == 1)
            shapes[is_exchanged, 2:4] = shapes[is_exchanged][:, [3, 2]]
        is_open &= ~fits
    yield from reshape(target, shapes)


def _at_rows(parameter: Any, rows: Any) -> Any:
    """A parameter at some rows: it is one number, or a column. Shape (M,)."""
    return parameter[rows] if isinstance(parameter, np.ndarray) else np.full(len(rows), float(parameter))
