"""The shares of classes in the splits side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from boxlint.charts.classes import CHARACTER, LONGEST, NO_CLASS
from boxlint.charts.panel import Panel
from boxlint.charts.scales import Linear, percentage, rounded_up
from boxlint.charts.svg import coordinate, element, figure, line, text
from boxlint.distributions.model import Description, Distributions
from boxlint.reports.widths import columns_of, shortened

WIDTH: Final = 560
_MOST: Final = 25
_ROW: Final = 19
_COLUMNS: Final = 24
_COLORS: Final = 6
"""Splits that are shown, the first ones; there are as many colours."""
_SHAPES: Final = (
    "M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0-4.5 0Z",
    "M-4-4H4V4H-4Z",
    "M0-5.5L5 4H-5Z",
    "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
)
"""A disc, a square, a triangle and a diamond: splits are told apart without colour too."""


def draw_splits(distributions: Distributions, title: str) -> str:
    """For each of the most frequent classes its share of every split."""
    names = [count.name for count in distributions.all.classes[:_MOST]]
    shares = {split: _shares(described) for split, described in islice(distributions.splits.items(), _COLORS)}
    shown = [shortened(name or NO_CLASS, _COLUMNS) for name in names]
    high = max((own.get(name, 0.0) for own in shares.values() for name in names), default=0.0)
    left = 14 + CHARACTER * max(map(columns_of, shown))
    legend, top = _legend([*shares], left)
    panel = Panel(left, top, WIDTH - 20, top + 4 + _ROW * len(names))
    x = Linear(0, rounded_up(high or 1.0), panel.left, panel.right)
    rows = [_row(panel.top + 13 + _ROW * place, shown[place], name, shares, x) for place, name in enumerate(names)]
    ticks = [(x(tick), percentage(tick)) for tick in x.ticks(6)]
    return figure(
        WIDTH,
        panel.bottom + 44,
        title,
        legend,
        panel.x_axis("share of the boxes of a split", ticks, has_grid=True),
        *rows,
    )


def _shares(described: Description) -> dict[str, float]:
    total = sum(count.annotations for count in described.classes) or 1
    return {count.name: count.annotations / total for count in described.classes}


def _row(y: float, label: str, name: str, shares: Mapping[str, Mapping[str, float]], x: Linear) -> str:
    own = {split: values.get(name, 0.0) for split, values in shares.items()}
    places = [x(share) for share in own.values()]
    said = ", ".join(f"{shortened(split, LONGEST)} {percentage(share)}" for split, share in own.items())
    return element(
        "g",
        text(x.start - 8, y + 4, label, text_anchor="end"),
        line(min(places), y, max(places), y, stroke="var(--muted)", stroke_width=1.5),
        *(_dot(number, place, y) for number, place in enumerate(places)),
        title=f"{shortened(name or NO_CLASS, LONGEST)}: {said}",
    )


def _dot(number: int, x: float, y: float) -> str:
    return element(
        "path",
        d=_SHAPES[number % len(_SHAPES)],
        transform=f"translate({coordinate(x)} {coordinate(y)})",
        fill=f"var(--s{number + 1})",
        stroke="var(--paper)",
    )


def _legend(splits: Sequence[str], left: float) -> tuple[str, float]:
    """The splits with their signs in as many lines as they take, and where these end."""
    entries, x, y = [], left, 16
    for number, split in enumerate(splits):
        name = shortened(split, _COLUMNS)
        width = 32 + CHARACTER * columns_of(name)
        if x > left and x + width > WIDTH:
            x, y = left, y + _ROW
        entries += [_dot(number, x + 5, y), text(x + 15, y + 4, name)]
        x += width
    return element("g", *entries), y + 24
