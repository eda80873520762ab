"""Counts of a plane as shaded cells: a path a shade, whatever the number of boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from msgspec import Struct

from boxlint.charts.svg import coordinate, element, rectangle, text
from boxlint.distributions.model import Grid

_PALEST = 0.13
_SWATCH = 13
_SHADES = 8
_STEPS = tuple(factor * 10**power // 10 for power in range(18) for factor in (10, 15, 20, 25, 30, 40, 50, 60, 80))


class Shades(Struct, frozen=True):
    """Cells of at least `starts[i]` boxes get the shade i."""

    starts: tuple[int, ...]

    def of(self, count: int) -> int:
        """The shade of a count, −1 for none."""
        return sum(count >= start for start in self.starts) - 1

    def opacity(self, shade: int) -> float:
        """From pale to full."""
        return 1.0 if len(self.starts) == 1 else _PALEST + (1 - _PALEST) * shade / (len(self.starts) - 1)

    def says(self, shade: int, most: int) -> str:
        """The counts of a shade in words."""
        first = self.starts[shade]
        last = self.starts[shade + 1] - 1 if shade + 1 < len(self.starts) else most
        return f"{first:,}" if last <= first else f"{first:,}–{last:,}"


def even_shades(most: int) -> Shades:
    """At most ten steps of equal size: twice as dark is twice as many."""
    step = next(step for step in _STEPS if step >= most / _SHADES) if most <= _STEPS[-1] else -(-most // _SHADES)
    return Shades(tuple(max(start, 1) for start in range(0 if step > 1 else 1, most + 1, step)))


def wide_shades(most: int) -> Shades:
    """From 1, 3, 10, 30, … on: for counts of very different size."""
    return Shades(tuple(start for power in range(19) for start in (10**power, 3 * 10**power) if start <= most))


def merged(grid: Grid, factor: int) -> Grid:
    """The grid in larger steps, each of `factor` old ones, the last one of those that are left."""
    width, height = len(grid.x_edges) - 1, len(grid.y_edges) - 1
    rows = [grid.counts[start : start + factor] for start in range(0, height, factor)]
    counts = tuple(
        tuple(sum(sum(row[start : start + factor]) for row in band) for start in range(0, width, factor))
        for band in rows
    )
    x_edges, y_edges = ((*edges[:-1:factor], edges[-1]) for edges in (grid.x_edges, grid.y_edges))
    return Grid(x_edges, y_edges, counts)


def most(grid: Grid) -> int:
    """The largest count."""
    return max(map(max, grid.counts))


def cells(grid: Grid, shades: Shades, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """The cells, those side by side of one shade drawn as one. They must be of one size where they are drawn."""
    paths: dict[int, list[str]] = {}
    for row, counts in enumerate(grid.counts):
        column = 0
        for shade, run in groupby(counts, shades.of):
            start, column = column, column + len(list(run))
            if shade >= 0:
                paths.setdefault(shade, []).append(f"M{start} {row}h{column - start}v1h{start - column}z")
    left, top = x(grid.x_edges[0]), y(grid.y_edges[0])
    width, height = x(grid.x_edges[1]) - left, y(grid.y_edges[1]) - top
    return element(
        "g",
        *(
            element("path", d="".join(path), fill_opacity=shades.opacity(shade))
            for shade, path in sorted(paths.items())
        ),
        # a cell is 1 × 1 here: short numbers for as many as there are
        transform=f"translate({coordinate(left)} {coordinate(top)}) scale({width:.5f} {height:.5f})",
        fill="var(--accent)",
        shape_rendering="crispEdges",
    )


def tooltips(
    grid: Grid,
    x: Callable[[float], float],
    y: Callable[[float], float],
    words: Callable[[float, float, float, float], str],
    of: int,
) -> str:
    """Invisible rectangles that say how many boxes lie below them. `words` names a step of x and one of y."""
    return element("g", *_tooltips(grid, x, y, words, of), fill="transparent")


def _tooltips(
    grid: Grid,
    x: Callable[[float], float],
    y: Callable[[float], float],
    words: Callable[[float, float, float, float], str],
    of: int,
) -> Iterator[str]:
    for top, bottom, row in zip(grid.y_edges, grid.y_edges[1:], grid.counts, strict=False):
        for left, right, count in zip(grid.x_edges, grid.x_edges[1:], row, strict=False):
            if count:
                (x1, x2), (y1, y2) = sorted((x(left), x(right))), sorted((y(top), y(bottom)))
                said = f"{words(left, right, top, bottom)}: {count:,} of {of:,} boxes"
                yield rectangle(x1, y1, x2 - x1, y2 - y1, title=said)


def legend(grid: Grid, shades: Shades, left: float, top: float, title: str) -> str:
    """The shades that occur with their counts, the darkest first."""
    used = {shades.of(count) for row in grid.counts for count in row} - {-1}
    entries = [text(left, top, title, fill="var(--ink)")]
    for place, shade in enumerate(sorted(used, reverse=True)):
        y = top + 10 + place * (_SWATCH + 3)
        entries.append(rectangle(left, y, _SWATCH, _SWATCH, fill="var(--accent)", fill_opacity=shades.opacity(shade)))
        entries.append(text(left + _SWATCH + 6, y + 10.5, shades.says(shade, most(grid))))
    return element("g", *entries, font_size=11, fill="var(--muted)")
