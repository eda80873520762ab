"""The panel of a chart: axes, grid lines, bars, and the lines of rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from boxlint.charts.scales import Linear, Logarithmic, shown
from boxlint.charts.svg import element, line, text

Scale = Linear | Logarithmic


class Panel(Struct, frozen=True):
    """The rectangle that values are drawn in."""

    left: float
    top: float
    right: float
    bottom: float

    def x_axis(self, title: str, ticks: Iterable[tuple[float, str]], *, has_grid: bool = False) -> str:
        """The axis below: its title, and labels at places."""
        labels, marks = [], []
        for place, label in ticks:
            labels.append(text(place, self.bottom + 16, label))
            marks.append(line(place, self.top if has_grid else self.bottom, place, self.bottom + 4))
        named = text((self.left + self.right) / 2, self.bottom + 34, title, fill="var(--ink)")
        return element("g", *marks, line(self.left, self.bottom, self.right, self.bottom), stroke="var(--grid)") + (
            element("g", *labels, named, fill="var(--muted)", text_anchor="middle", font_size=11)
        )

    def y_axis(self, title: str, ticks: Iterable[tuple[float, str]]) -> str:
        """The axis to the left: its title above it, labels at places, and grid lines from them."""
        labels, marks = [], []
        for place, label in ticks:
            labels.append(text(self.left - 7, place + 4, label))
            marks.append(line(self.left - 4, place, self.right, place))
        named = text(0, self.top - 12, title, font_size=11)
        return (
            element("g", *marks, stroke="var(--grid)")
            + named
            + (element("g", *labels, fill="var(--muted)", text_anchor="end", font_size=11))
        )


def labelled(scale: Scale, values: Iterable[float]) -> list[tuple[float, str]]:
    """Values of a scale: their places, and how they are shown."""
    return [(scale(value), shown(value)) for value in values]


def label_width(labels: Sequence[tuple[float, str]]) -> float:
    """About the room that labels of 11 px take."""
    return max((6.2 * len(label) for _, label in labels), default=0.0)
