"""Width × height of boxes on logarithmic scales, with the lines of rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_TOOLTIPS: Final = 12
"""The most tooltips along an axis."""
_INSIDE: Final = 30.0
"""How far from the border of the panel the guides have their names, pixels."""
_SPAN: Final = 2.0**8
"""The longest side over the shortest that are shown, at least: so that the diagonals of extreme aspects are."""
_FAR: Final = 2.0**8
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
    clip = "boxlint-sides"
    return figure(
        WIDTH,
        panel.bottom + 44,
        title,
        element("clipPath", rectangle(panel.left, panel.top, _SIDE, _SIDE), id=clip),
        rectangle(panel.left, panel.top, _SIDE, _SIDE, fill="none", stroke="var(--grid)"),
        panel.y_axis(axes[1], labelled(y, y.ticks())),
        panel.x_axis(axes[0], labelled(x, x.ticks()), has_grid=True),
        element("g", cells(coarse, shades, x, y), _guides(x, y), clip_path=f"url(#{clip})"),
        tooltips(merged(grid, _tooltip_steps(grid)), x, y, _place, described.sizes.counted),
        element("g", *_lines(marks, x, y), clip_path=f"url(#{clip})"),
        legend(coarse, shades, panel.right + 24, panel.top + 8, "boxes per cell"),
    )


def _range(grid: Grid, marks: Sequence[Mark]) -> tuple[float, float]:
    """The sides that are shown: those of the boxes, and of the lines of rules that are not too far away."""
    low, high = min(grid.x_edges[0], grid.y_edges[0]), max(grid.x_edges[-1], grid.y_edges[-1])
    sides = [mark.value for mark in marks if mark.quantity not in ("aspect_ratio", "product_of_sides")]
    near = [side for side in sides if low / _FAR <= side <= high * _FAR]
    low, high = min([low, *(side / 1.6 for side in near)]), max([high, *(side * 1.6 for side in near)])
    wider = max(1.0, _SPAN * low / high) ** 0.5
    return low / wider, high * wider


def _factor(grid: Grid) -> int:
    steps = max(len(grid.x_edges), len(grid.y_edges))
    return next(factor for factor in (2, 4, SIDE_STEPS) if steps <= factor * _CELLS or factor == SIDE_STEPS)


def _tooltip_steps(grid: Grid) -> int:
    """Octaves, and more of them together where there are many."""
    steps = max(len(grid.x_edges), len(grid.y_edges)) - 1
    return SIDE_STEPS * -(-steps // (SIDE_STEPS * _TOOLTIPS))


def _place(left: float, right: float, top: float, bottom: float) -> str:
    return f"{shown(left)}–{shown(right)} × {shown(top)}–{shown(bottom)} px"


def _guides(x: Logarithmic, y: Logarithmic) -> str:
    """Squares, and the areas between small, medium and large boxes."""
    drawings = [element("path", d=_diagonal(x, y, 1.0), title="squares")]
    labels = []
    for side, area in ((32, SMALL), (96, MEDIUM)):
        drawings.append(element("path", d=_antidiagonal(x, y, area), title=f"area of {side} × {side} px"))
        if x.low < side < x.high:
            # a little inside of where the line enters the panel
            at = max(x(x.low), x(area / y.high)) + _INSIDE
            labels.append(text(at + 4, y(area / x.low) + at - x.start, f"{side}²"))
    lines = element("g", *drawings, fill="none", stroke="var(--muted)", stroke_width=1, stroke_dasharray="2 3")
    return lines + element("g", *labels, fill="var(--muted)", font_size=11)


def _lines(marks: Sequence[Mark], x: Logarithmic, y: Logarithmic) -> Iterator[str]:
    """Where rules report boxes: shaded, behind a dashed line."""
    for mark in marks:
        if not _is_within(mark, x):
            continue
        path, region, (at, level), anchor = _SHAPES.get(mark.quantity, _corner)(mark, x, y)
        yield element("path", d=region, fill=mark.color, fill_opacity=0.06)
        yield drawn(mark, path) + named(mark, at, level, text_anchor=anchor)


def _is_within(mark: Mark, x: Logarithmic) -> bool:
    """Whether the line of a mark crosses the panel."""
    match mark.quantity:
        case "aspect_ratio":
            return max(mark.value, 1 / mark.value) < x.high / x.low
        case "product_of_sides":
            return x.low * x.low < mark.value < x.high * x.high
    return x.low < mark.value < x.high


Drawing = tuple[str, str, tuple[float, float], str]
"""A line, the region where the rule hits, and where its label stands with which end."""


def _corner(mark: Mark, x: Logarithmic, y: Logarithmic) -> Drawing:
    """A limit of the shorter or the longer side: the line turns at the square of that side."""
    is_outer = (mark.quantity == "shorter_side") == mark.is_below
    x_end, y_end = (x.stop, y.stop) if mark.quantity == "shorter_side" else (x.start, y.start)
    at, level = x(mark.value), y(mark.value)
    x_far, y_far = (x.start, y.start) if mark.is_below else (x.stop, y.stop)
    turn = [(at, y_end), (at, level), (x_end, level)]
    # the region lies around the corner, or within it
    rest = [(x_end, y_far), (x_far, y_far), (x_far, y_end)] if is_outer else [(x_far, y_far)]
    return _path(turn), _path([*turn, *rest]) + "Z", (at + 6, level - 6), "start"


def _aspect(mark: Mark, x: Logarithmic, y: Logarithmic) -> Drawing:
    """A limit of the longer side over the shorter: two diagonals."""
    ratio = mark.value
    wide = [(x.start, y(x.low / ratio)), (x.stop, y(x.high / ratio))]
    high = [(x.start, y(x.low * ratio)), (x.stop, y(x.high * ratio))]
    if mark.is_below:
        region = _path([*wide, *reversed(high)]) + "Z"
    else:
        region = _path([*wide, (x.stop, wide[0][1])]) + "Z" + _path([*high, (x.start, high[1][1])]) + "Z"
    return _path(wide) + _path(high), region, (x.stop - 6, wide[1][1] - 8), "end"


def _area(mark: Mark, x: Logarithmic, y: Logarithmic) -> Drawing:
    """A limit of width × height: a diagonal that falls."""
    ends = [(x.start, y(mark.value / x.low)), (x.stop, y(mark.value / x.high))]
    corner = (x.start, ends[1][1]) if mark.is_below else (x.stop, ends[0][1])
    return _path(ends), _path([*ends, corner]) + "Z", (x.stop - 6, ends[1][1] - 8), "end"


def _width(mark: Mark, x: Logarithmic, y: Logarithmic) -> Drawing:
    at, end = x(mark.value), x.start if mark.is_below else x.stop
    line = [(at, y.start), (at, y.stop)]
    return _path(line), _path([*line, (end, y.stop), (end, y.start)]) + "Z", (at + 6, y.stop + 14), "start"


def _height(mark: Mark, x: Logarithmic, y: Logarithmic) -> Drawing:
    level, end = y(mark.value), y.start if mark.is_below else y.stop
    line = [(x.start, level), (x.stop, level)]
    return _path(line), _path([*line, (x.stop, end), (x.start, end)]) + "Z", (x.start + 6, level - 6), "start"


_SHAPES: Final = {"aspect_ratio": _aspect, "product_of_sides": _area, "width": _width, "height": _height}


def _diagonal(x: Logarithmic, y: Logarithmic, ratio: float) -> str:
    """Boxes of one width by height."""
    return _path([(x.start, y(x.low / ratio)), (x.stop, y(x.high / ratio))])


def _antidiagonal(x: Logarithmic, y: Logarithmic, area: float) -> str:
    """Boxes of one area."""
    return _path([(x.start, y(area / x.low)), (x.stop, y(area / x.high))])


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
