"""Width × height of boxes on logarithmic scales, with the lines of rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.charts.cells import cells, legend, merged, most, tooltips, wide_shades
from boxlint.charts.marks import Mark, drawn, named
from boxlint.charts.panel import Panel, labelled
from boxlint.charts.scales import Logarithmic, shown
from boxlint.charts.svg import coordinate, element, figure, rectangle, text
from boxlint.distributions.bins import SIDE_STEPS
from boxlint.distributions.model import Description, Grid
from boxlint.distributions.sizes import MEDIUM, SMALL

WIDTH: Final = 560
_SIDE: Final = 380.0
_CELLS: Final = 48
"""The most cells along an axis."""
_FAR: Final = 2.0**6
"""How far beyond the boxes the line of a rule is still worth the room."""


def draw_sides(described: Description, marks: Sequence[Mark], title: str, axes: tuple[str, str]) -> str:
    """How many boxes are how wide and how high, on scales that are the same so that equal aspects are a diagonal."""
    grid = described.sizes.sides
    low, high = _range(grid, marks)
    panel = Panel(58, 34, 58 + _SIDE, 34 + _SIDE)
    x = Logarithmic(low, high, panel.left, panel.right)
    y = Logarithmic(low, high, panel.bottom, panel.top)
    coarse = merged(grid, _factor(grid))
    shades = wide_shades(most(coarse))
    clip = "sides-panel"
    return figure(
        WIDTH,
        panel.bottom + 44,
        title,
        element("clipPath", rectangle(panel.left, panel.top, _SIDE, _SIDE), id=clip),
        rectangle(panel.left, panel.top, _SIDE, _SIDE, fill="none", stroke="var(--grid)"),
        panel.y_axis(axes[1], labelled(y, 8)),
        panel.x_axis(axes[0], labelled(x, 8), has_grid=True),
        element("g", cells(coarse, shades, x, y), _guides(x, y), clip_path=f"url(#{clip})"),
        tooltips(merged(grid, SIDE_STEPS), x, y, _place, described.sizes.counted),
        element("g", *(_line(mark, x, y) for mark in marks), clip_path=f"url(#{clip})"),
        legend(shades, most(coarse), panel.right + 24, panel.top + 8, "boxes per cell"),
    )


def _range(grid: Grid, marks: Sequence[Mark]) -> tuple[float, float]:
    """The sides that are shown: those of the boxes, and of the lines of rules that are not too far away."""
    low, high = min(grid.x_edges[0], grid.y_edges[0]), max(grid.x_edges[-1], grid.y_edges[-1])
    sides = [mark.value for mark in marks if mark.quantity != "aspect_ratio" and mark.quantity != "product_of_sides"]
    near = [side for side in sides if low / _FAR <= side <= high * _FAR]
    low, high = min([low, *(side / 1.6 for side in near)]), max([high, *(side * 1.6 for side in near)])
    return low, max(high, low * 16)


def _factor(grid: Grid) -> int:
    steps = max(len(grid.x_edges), len(grid.y_edges))
    return next(factor for factor in (2, 4, 8, 16) if steps <= factor * _CELLS or factor == 16)


def _place(left: float, right: float, top: float, bottom: float) -> str:
    return f"{shown(left)}–{shown(right)} × {shown(top)}–{shown(bottom)} px"


def _guides(x: Logarithmic, y: Logarithmic) -> str:
    """Squares, and the areas between small, medium and large boxes."""
    drawings = [element("path", d=_diagonal(x, y, 1.0), title="squares")]
    labels = []
    for side, area in ((32, SMALL), (96, MEDIUM)):
        drawings.append(element("path", d=_antidiagonal(x, y, area), title=f"area of {side} × {side} px"))
        if x.low < side < x.high:
            labels.append(text(x(x.low) + 6, y(min(area / x.low, y.high)) + 14, f"{side}²"))
    lines = element("g", *drawings, fill="none", stroke="var(--muted)", stroke_width=1, stroke_dasharray="2 3")
    return lines + element("g", *labels, fill="var(--muted)", font_size=11)


def _line(mark: Mark, x: Logarithmic, y: Logarithmic) -> str:
    value = mark.value
    upright = f"M{coordinate(x(value))} {coordinate(y(y.high))}V{coordinate(y(y.low))}"
    level = f"M{coordinate(x(x.low))} {coordinate(y(value))}H{coordinate(x(x.high))}"
    match mark.quantity:
        case "aspect_ratio":
            path = _diagonal(x, y, value) + _diagonal(x, y, 1 / value)
            label = named(mark, x(x.high) - 6, y(x.high / value) - 6, text_anchor="end")
        case "product_of_sides":
            path = _antidiagonal(x, y, value)
            label = named(mark, x(x.high) - 6, y(value / x.high) - 6, text_anchor="end")
        case "width":
            path, label = upright, named(mark, x(value) + 6, y(y.high) + 14)
        case "height":
            path, label = level, named(mark, x(x.high) - 6, y(value) - 6, text_anchor="end")
        case _:
            # a side below the limit hits beyond either line, and so it is one corner
            corner = f"{coordinate(x(value))} {coordinate(y(value))}"
            x_end, y_end = (x.high, y.high) if (mark.quantity == "shorter_side") == mark.is_below else (x.low, y.low)
            path = f"M{coordinate(x(value))} {coordinate(y(y_end))}L{corner}H{coordinate(x(x_end))}"
            label = named(mark, x(x.high) - 6, y(value) - 6, text_anchor="end")
    return drawn(mark, path) + label


def _diagonal(x: Logarithmic, y: Logarithmic, ratio: float) -> str:
    """Boxes of one width by height."""
    return _segment(x(x.low), y(x.low / ratio), x(x.high), y(x.high / ratio))


def _antidiagonal(x: Logarithmic, y: Logarithmic, area: float) -> str:
    """Boxes of one area."""
    return _segment(x(x.low), y(area / x.low), x(x.high), y(area / x.high))


def _segment(x1: float, y1: float, x2: float, y2: float) -> str:
    return "M{} {}L{} {}".format(*map(coordinate, (x1, y1, x2, y2)))
