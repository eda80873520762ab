"""Bars of boxes per image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from boxlint.charts.bars import columns
from boxlint.charts.marks import Mark, beside, drawn
from boxlint.charts.panel import Panel, label_width, labelled
from boxlint.charts.scales import Linear, rounded_up, shown
from boxlint.charts.svg import coordinate, figure
from boxlint.distributions.model import Description
from boxlint.reports.words import counted

WIDTH: Final = 560
HEIGHT: Final = 300
_ROOM: Final = 26.0
"""Pixels from one label to the next."""
_WIDEST: Final = 48.0
"""Pixels of a bar where there are few."""


def draw_box_counts(described: Description, marks: Sequence[Mark], title: str) -> str:
    """How many images have how many boxes."""
    histogram = described.boxes_per_image.histogram
    y = Linear(0, rounded_up(max(histogram.counts), least=1), HEIGHT - 46, 34)
    y_labels = labelled(y, y.ticks(5, least=1))
    edges = [int(edge) for edge in histogram.edges]
    left, steps = 16 + label_width(y_labels), len(histogram.counts)
    panel = Panel(left, y.stop, min(WIDTH - 24, left + steps * _WIDEST), y.start)
    x = Linear(0, steps, panel.left, panel.right)
    bars = [
        (x(step), x(step + 1), count, f"{_name(edges, step)} boxes: {counted(count, 'image')}")
        for step, count in enumerate(histogram.counts)
    ]
    return figure(
        WIDTH,
        HEIGHT,
        title,
        panel.y_axis("images", y_labels),
        columns(bars, y),
        panel.x_axis("boxes in an image", _labels(edges, x)),
        *_lines(marks, edges, x, panel),
    )


def _labels(edges: Sequence[int], x: Linear) -> Iterator[tuple[float, str]]:
    """Steps of one number have it in their middle, larger ones where they begin; the last may hold all beyond."""
    is_open = _is_open(edges)
    steps = len(edges) - 1 - is_open
    shift = 0.5 if edges[1] == 1 else 0.0
    every = next(every for every in (1, 2, 5, 10) if every * (x(1) - x(0)) > _ROOM or every == 10)
    stop = steps - every // 2 if is_open else steps
    yield from ((x(step + shift), shown(edges[step])) for step in range(0, stop, every))
    if is_open:
        yield x(steps + 0.5), f"≥ {shown(edges[steps])}"


def _is_open(edges: Sequence[int]) -> bool:
    """Whether the last step is not as the others, because it holds all beyond them."""
    return len(edges) > 2 and edges[-1] - edges[-2] != edges[1] - edges[0]


def _name(edges: Sequence[int], step: int) -> str:
    if step == len(edges) - 2 and _is_open(edges):
        return f"{shown(edges[step])} or more"
    first, last = edges[step], edges[step + 1] - 1
    return shown(first) if first == last else f"{shown(first)} to {shown(last)}"


def _lines(marks: Sequence[Mark], edges: Sequence[int], x: Linear, panel: Panel) -> Iterator[str]:
    for number, mark in enumerate(marks):
        # an image of just that many boxes is not hit, so the line stands behind it
        value = mark.value if mark.is_below else mark.value + 1
        step = next((step for step in range(len(edges) - 1) if edges[step] <= value <= edges[step + 1]), None)
        if step is None:
            continue
        place = x(step + (value - edges[step]) / (edges[step + 1] - edges[step]))
        yield drawn(mark, f"M{coordinate(place)} {coordinate(panel.top)}V{coordinate(panel.bottom)}")
        yield beside(mark, place, panel.top + 12 + 14 * number, panel.left, panel.right, before=True)
