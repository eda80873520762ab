"""Upright bars."""

from __future__ import annotations

from collections.abc import Iterable

from boxlint.charts.scales import Linear
from boxlint.charts.svg import element, rectangle

_LEAST = 1.0
"""Pixels of a bar that counts at all."""


def columns(bars: Iterable[tuple[float, float, int, str]], y: Linear) -> str:
    """Bars from left to right edge with a count and what is said of it."""
    drawings = []
    for left, right, count, said in bars:
        gap = min(1.0, (right - left) / 5)
        height = max(y.start - y(count), _LEAST) if count else 0.0
        drawings.append(rectangle(left + gap / 2, y.start - height, right - left - gap, height, title=said))
    return element("g", *drawings, fill="var(--accent)")
