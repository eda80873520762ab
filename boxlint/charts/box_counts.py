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


def draw_box_counts(described: Description, marks: Sequence[Mark], title: str) -> str:
    """How many images have how many boxes."""
    histogram = described.boxes_per_image.histogram
    high = rounded_up(max(histogram.counts))
    y = Linear(0, high, HEIGHT - 46, 34)
    y_labels = labelled(y, 5)
    panel = Panel(16 + label_width(y_labels), y.stop, WIDTH - 12, y.start)
    steps = len(histogram.counts)
    x = Linear(0, steps, panel.left, panel.right)
    edges = [int(edge) for edge in histogram.edges]
    names = [_name(edges, step) for step in range(steps)]
    every = next(every for every in (1, 2, 5, 10, 20, 50) if steps / every * 7 * max(map(len, names)) < WIDTH - 40)
    labels = [(x(step + 0.5), name) for step, name in enumerate(names) if step % every == 0 or step == steps - 1]
    if len(labels) > 1 and every > 1 and (steps - 1) % every < every / 2 and (steps - 1) % every:
        del labels[-2]
    bars = [
        (x(step), x(step + 1), count, f"{name} boxes: {count:,} images")
        for step, (name, count) in enumerate(zip(names, histogram.counts, strict=True))
    ]
    return figure(
        WIDTH,
        HEIGHT,
        title,
        panel.y_axis("images", y_labels),
        columns(bars, y),
        panel.x_axis("boxes in an image", labels),
        *_lines(marks, edges, x, panel),
    )


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
