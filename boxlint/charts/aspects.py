"""Histogram of aspects, with the lines of rules."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Final

from boxlint.charts.bars import columns
from boxlint.charts.marks import Mark, beside, drawn, room_of
from boxlint.charts.panel import Panel, label_width, labelled
from boxlint.charts.scales import Linear, rounded_up, shown
from boxlint.charts.svg import coordinate, figure
from boxlint.distributions.model import Description
from boxlint.reports.words import counted

WIDTH: Final = 560
HEIGHT: Final = 300
_FAR: Final = 3.0
"""Octaves beyond the boxes in which the line of a rule is still worth the room."""


def draw_aspects(described: Description, marks: Sequence[Mark], title: str, axis: str) -> str:
    """How many boxes are how wide for their height."""
    histogram = described.sizes.aspects
    low, high = log2(histogram.edges[0]), log2(histogram.edges[-1])
    lines = [(mark, _places(mark, low - _FAR, high + _FAR)) for mark in marks]
    low = min([low, -1.0, *(place - 0.2 for _, places in lines for place in places)])
    high = max([high, 1.0, *(place + 0.2 for _, places in lines for place in places)])
    y = Linear(0, rounded_up(max(histogram.counts), least=1), HEIGHT - 46, 34)
    y_labels = labelled(y, y.ticks(5, least=1))
    panel = Panel(16 + label_width(y_labels), y.stop, WIDTH - 12, y.start)
    x = Linear(low, high, panel.left, panel.right)
    bars = [
        (x(log2(start)), x(log2(end)), count, f"{_ratio(start)} to {_ratio(end)}: {counted(count, 'box')}")
        for start, end, count in zip(histogram.edges, histogram.edges[1:], histogram.counts, strict=False)
    ]
    labels = [(x(tick), _ratio(2.0**tick)) for tick in x.ticks(9) if tick == int(tick)]
    drawings = []
    for number, (mark, places) in enumerate(lines):
        at, level = [x(place) for place in places], panel.top + 12 + 14 * number
        path = "".join(f"M{coordinate(place)} {coordinate(panel.top)}V{coordinate(panel.bottom)}" for place in at)
        drawings.append(drawn(mark, path))
        # the same words twice only where they do not meet
        for place in at if len(at) == 2 and at[1] - at[0] > 2 * room_of(mark) else at[-1:]:
            is_right = place > x(0)
            drawings.append(beside(mark, place, level, panel.left, panel.right, before=is_right))
    return figure(
        WIDTH, HEIGHT, title, panel.y_axis("boxes", y_labels), columns(bars, y), panel.x_axis(axis, labels), *drawings
    )


def _places(mark: Mark, low: float, high: float) -> list[float]:
    """The octaves where a limit of the longer over the shorter side lies, of those within a range."""
    octaves = sorted({-log2(mark.value), log2(mark.value)})
    return [place for place in octaves if low <= place <= high]


def _ratio(aspect: float) -> str:
    return f"{shown(aspect)} : 1" if aspect >= 1 else f"1 : {shown(1 / aspect)}"
