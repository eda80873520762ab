"""Rose of the directions of turned boxes."""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import Final

from boxlint.charts.scales import Linear, rounded_up, shown
from boxlint.charts.svg import coordinate, element, figure, line, text
from boxlint.distributions.model import Description
from boxlint.reports.words import counted

WIDTH: Final = 560
HEIGHT: Final = 340
_RADIUS: Final = 140.0
_DIRECTIONS: Final = (
    (0, "0°", "start", 8),
    (90, "90°", "middle", 0),
    (180, "0°", "end", -8),
    (270, "90°", "middle", 0),
)


def draw_angles(described: Description, title: str) -> str:
    """How many boxes lie in which direction: a wedge and its opposite, whose area is the count."""
    histogram = described.angles.histogram
    high = rounded_up(max(histogram.counts), least=1)
    counts = Linear(0, high, 0, _RADIUS).ticks(4, least=1)[1:]
    wedges = [
        element(
            "path",
            d=_wedge(start, end, _radius(count, high)) + _wedge(start + 180, end + 180, _radius(count, high)),
            title=f"{start:g}° to {end:g}°: {counted(count, 'box')} ({100 * count / described.angles.counted:.1f} %)",
        )
        for start, end, count in zip(histogram.edges, histogram.edges[1:], histogram.counts, strict=False)
        if count
    ]
    rings = [element("circle", cx=WIDTH / 2, cy=HEIGHT / 2, r=_radius(count, high)) for count in counts]
    ring_labels = [text(*_point(292.5, _radius(count, high)), shown(count)) for count in counts]
    spokes = [line(*_point(degrees, _RADIUS), *_point(degrees + 180, _RADIUS)) for degrees in (0, 45, 90, 135)]
    names = [
        text(x + shift, y + (4 if y == HEIGHT / 2 else 16 if y > HEIGHT / 2 else -6), name, text_anchor=anchor)
        for degrees, name, anchor, shift in _DIRECTIONS
        for x, y in [_point(degrees, _RADIUS)]
    ]
    return figure(
        WIDTH,
        HEIGHT,
        title,
        element("g", *rings, *spokes, fill="none", stroke="var(--grid)"),
        element("g", *wedges, fill="var(--accent)", stroke="var(--paper)", stroke_width=0.5),
        element(
            "g",
            *ring_labels,
            stroke="var(--paper)",
            stroke_width=3,
            paint_order="stroke",
            fill="var(--muted)",
            font_size=11,
        ),
        element("g", *names, fill="var(--muted)", font_size=11),
    )


def _radius(count: float, high: float) -> float:
    return _RADIUS * sqrt(count / high)


def _point(degrees: float, radius: float) -> tuple[float, float]:
    """A point of a circle about the middle; angles run clockwise as y runs down."""
    return (
        round(WIDTH / 2 + radius * cos(radians(degrees)), 3),
        round(HEIGHT / 2 + radius * sin(radians(degrees)), 3),
    )


def _wedge(start: float, end: float, radius: float) -> str:
    first, last = (" ".join(map(coordinate, _point(degrees, radius))) for degrees in (start, end))
    center = f"{coordinate(WIDTH / 2)} {coordinate(HEIGHT / 2)}"
    return f"M{center}L{first}A{coordinate(radius)} {coordinate(radius)} 0 0 1 {last}Z"
