"""Heat map of the centres of boxes."""

from __future__ import annotations

from typing import Final

from boxlint.charts.cells import cells, even_shades, legend, merged, most, tooltips
from boxlint.charts.panel import Panel
from boxlint.charts.scales import Linear, percentage
from boxlint.charts.svg import figure, rectangle
from boxlint.distributions.model import Description

WIDTH: Final = 560
_MAP: Final = (380.0, 320.0)
"""The room for the map; within it, it has the shape of the middle image."""
_TOOLTIP_STEPS: Final = 6


def draw_centers(described: Description, title: str) -> str:
    """Where in their images the centres lie."""
    centers = described.centers
    width, height = _shape(described)
    panel = Panel(52, 34, 52 + width, 34 + height)
    x, y = Linear(0, 1, panel.left, panel.right), Linear(0, 1, panel.top, panel.bottom)
    grid = merged(centers.grid, _factor(centers.counted))
    shades = even_shades(most(grid))
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return figure(
        WIDTH,
        panel.bottom + 44,
        title,
        rectangle(panel.left, panel.top, width, height, fill="none", stroke="var(--grid)"),
        panel.y_axis("from the top of the image", [(y(share), percentage(share)) for share in shares]),
        panel.x_axis("from the left of the image", [(x(share), percentage(share)) for share in shares], has_grid=True),
        cells(grid, shades, x, y),
        tooltips(merged(centers.grid, _TOOLTIP_STEPS), x, y, _place, centers.counted),
        legend(grid, shades, panel.right + 24, panel.top + 8, "boxes per cell"),
    )


def _shape(described: Description) -> tuple[float, float]:
    """Width and height of the map in pixels."""
    sizes = described.image_sizes
    ratio = sizes.width.median / sizes.height.median if sizes.width and sizes.height else 1.0
    ratio = min(max(ratio, 0.5), 2.0)
    width = min(_MAP[0], _MAP[1] * ratio)
    return width, width / ratio


def _factor(count: int) -> int:
    """How many steps make a cell: few boxes want larger ones."""
    return next((factor for factor, fewest in ((1, 20_000), (2, 1_000)) if count >= fewest), 4)


def _place(left: float, right: float, top: float, bottom: float) -> str:
    return f"{100 * left:.0f}–{100 * right:.0f} % from the left, {100 * top:.0f}–{100 * bottom:.0f} % from the top"
