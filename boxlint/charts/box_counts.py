"""Bars of boxes per image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.charts.bars import columns
from boxlint.charts.marks import Mark, drawn, named
from boxlint.charts.panel import Panel, label_width, labelled
from boxlint.charts.scales import Linear, rounded_up, shown
from boxlint.charts.svg import coordinate, figure
from boxlint.distributions.model import Description

WIDTH: Final = 560
HEIGHT: Final = 300
_CHARACTER: Final = 8.0
"""Pixels for a character of a label, and the gap to the next."""


def draw_box_counts(described: Description, marks: Sequence[Mark], title: str) -> str:
    """How many images have how many boxes."""
    histogram = described.boxes_per_image.histogram
    high = rounded_up(max(histogram.counts), least=1)
    y = Linear(0, high, HEIGHT - 46, 34)
    y_labels = labelled(y, y.ticks(5, least=1))
    panel = Panel(16 + label_width(y_labels), y.stop, WIDTH - 12, y.start)
    steps = len(histogram.counts)
    x = Linear(0, steps, panel.left, panel.right)
    edges = [int(edge) for edge in histogram.edges]
    names = [_name(edges, step) for step in range(steps)]
    bars = [
        (x(step), x(step + 1), count, f"{name} boxes: {count:,} images")
        for step, (name, count) in enumerate(zip(names, histogram.counts, strict=True))
    ]
    labels = [(x(step + 0.5), names[step]) for step in _labelled_steps(names)]
    return figure(
        WIDTH,
        HEIGHT,
        title,
        panel.y_axis("images", y_labels),
        columns(bars, y),
        panel.x_axis("boxes in an image", labels),
        *_lines(marks, edges, x, panel),
    )


def _labelled_steps(names: Sequence[str]) -> list[int]:
    """The steps that have room for their names, always the last one if it holds all beyond."""
    room = _CHARACTER * max(map(len, names))
    every = next(every for every in (1, 2, 5, 10) if len(names) * room < every * (WIDTH - 60) or every == 10)
    last = len(names) - 1
    is_open = names[last].startswith("≥")
    steps = [step for step in range(0, len(names), every) if not is_open or step <= last - every]
    return [*steps, last] if is_open else steps


def _name(edges: Sequence[int], step: int) -> str:
    first, last = edges[step], edges[step + 1] - 1
    if step == len(edges) - 2 and last > first and len(edges) > 2 and last - first + 1 != edges[1] - edges[0]:
        return f"≥ {shown(first)}"
    return shown(first) if first == last else f"{shown(first)}–{shown(last)}"


def _lines(marks: Sequence[Mark], edges: Sequence[int], x: Linear, panel: Panel) -> list[str]:
    drawings = []
    for number, mark in enumerate(marks):
        # an image of just that many boxes is not hit, so the line stands behind it
        step = next((step for step in range(len(edges) - 2) if edges[step] <= mark.value + 1 <= edges[step + 1]), None)
        if step is None:
            continue
        place = x(step + (mark.value + 1 - edges[step]) / (edges[step + 1] - edges[step]))
        drawings.append(drawn(mark, f"M{coordinate(place)} {coordinate(panel.top)}V{coordinate(panel.bottom)}"))
        drawings.append(named(mark, place - 5, panel.top + 12 + 14 * number, text_anchor="end"))
    return drawings
