"""Histogram of aspects, with the lines of rules."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Final

from boxlint.charts.bars import columns
from boxlint.charts.marks import Mark, drawn, named
from boxlint.charts.panel import Panel, label_width, labelled
from boxlint.charts.scales import Linear, rounded_up, shown
from boxlint.charts.svg import coordinate, figure
from boxlint.distributions.model import Description

WIDTH: Final = 560
HEIGHT: Final = 300
_FAR: Final = 3.0
"""Octaves beyond the boxes in which the line of a rule is still worth the room."""


def draw_aspects(described: Description, marks: Sequence[Mark], title: str, axis: str) -> str:
    """How many boxes are how wide for their height."""
    histogram = described.sizes.aspects
    low, high = log2(histogram.edges[0]), log2(histogram.edges[-1])
    lines = [(mark, sign * log2(mark.value)) for mark in marks for sign in (-1, 1)]
    lines = [(mark, place) for mark, place in lines if low - _FAR <= place <= high + _FAR]
    low = min([low, -1.0, *(place - 0.2 for _, place in lines)])
    high = max([high, 1.0, *(place + 0.2 for _, place in lines)])
    y = Linear(0, rounded_up(max(histogram.counts), least=1), HEIGHT - 46, 34)
    y_labels = labelled(y, y.ticks(5, least=1))
    panel = Panel(16 + label_width(y_labels), y.stop, WIDTH - 12, y.start)
    x = Linear(low, high, panel.left, panel.right)
    bars = [
        (x(log2(start)), x(log2(end)), count, f"{_ratio(start)} to {_ratio(end)}: {count:,} boxes")
        for start, end, count in zip(histogram.edges, histogram.edges[1:], histogram.counts, strict=False)
    ]
    labels = [(x(tick), _ratio(2.0**tick)) for tick in x.ticks(9) if tick == int(tick)]
    drawings = []
    for number, (mark, place) in enumerate(lines):
        at, anchor = x(place), "start" if place < 0 else "end"
        drawings.append(drawn(mark, f"M{coordinate(at)} {coordinate(panel.top)}V{coordinate(panel.bottom)}"))
        drawings.append(
            named(mark, at + (5 if place < 0 else -5), panel.top + 12 + 14 * (number // 2), text_anchor=anchor)
        )
    return figure(
        WIDTH, HEIGHT, title, panel.y_axis("boxes", y_labels), columns(bars, y), panel.x_axis(axis, labels), *drawings
    )


def _ratio(aspect: float) -> str:
    return f"{shown(aspect)} : 1" if aspect >= 1 else f"1 : {shown(1 / aspect)}"
