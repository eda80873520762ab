"""Counts of a plane as shaded cells: a path a shade, whatever the number of boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from boxlint.charts.scales import round_step, shown
from boxlint.charts.svg import coordinate, element, rectangle, text
from boxlint.distributions.model import Grid

_PALEST = 0.13
_SWATCH = 13


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
    """Up to eight steps of equal size: twice as dark is twice as many."""
    step = int(max(round_step(most / 8), 1))
    return Shades((1, *range(step, most + 1, step)) if step > 1 else tuple(range(1, most + 1)))


def wide_shades(most: int) -> Shades:
    """1, 3, 10, 30, …: for counts of very different size."""
    starts = [1]
    while starts[-1] * 3 <= most:
        starts.append(starts[-1] * (10 if str(starts[-1])[0] == "3" else 3) // (3 if str(starts[-1])[0] == "3" else 1))
    return Shades(tuple(starts))


def merged(grid: Grid, factor: int) -> Grid:
    """The grid in larger steps, `factor` of the old ones each way; the last may be cut off."""
    width, height = len(grid.x_edges) - 1, len(grid.y_edges) - 1
    rows = [grid.counts[start : start + factor] for start in range(0, height, factor)]
    counts = tuple(
        tuple(sum(sum(row[start : start + factor]) for row in band) for start in range(0, width, factor))
        for band in rows
    )
    return Grid(_every(grid.x_edges, factor), _every(grid.y_edges, factor), counts)


def _every(edges: Sequence[float], factor: int) -> tuple[float, ...]:
    return (*edges[:-1:factor], edges[-1])


def most(grid: Grid) -> int:
    """The largest count."""
    return max(map(max, grid.counts))


def cells(grid: Grid, shades: Shades, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """The cells, those side by side of one shade drawn as one."""
    paths: dict[int, list[str]] = {}
    for top, bottom, row in zip(grid.y_edges, grid.y_edges[1:], grid.counts, strict=False):
        column = 0
        for shade, run in groupby(row, shades.of):
            start, column = column, column + len(list(run))
            if shade >= 0:
                left, right = x(grid.x_edges[start]), x(grid.x_edges[column])
                corners = (coordinate(place) for place in (left, y(top), right, y(bottom), left))
                paths.setdefault(shade, []).append("M{} {}H{}V{}H{}Z".format(*corners))
    return element(
        "g",
        *(
            element("path", d="".join(path), fill_opacity=shades.opacity(shade))
            for shade, path in sorted(paths.items())
        ),
        fill="var(--accent)",
        shape_rendering="crispEdges",
    )


def tooltips(
    grid: Grid, x: Callable[[float], float], y: Callable[[float], float], words: Callable[[float, float], str], of: int
) -> str:
    """Invisible rectangles that say how many boxes lie below them. `words` names a step of x, then one of y."""
    return element("g", *_tooltips(grid, x, y, words, of), fill="transparent")


def _tooltips(
    grid: Grid, x: Callable[[float], float], y: Callable[[float], float], words: Callable[..., str], of: int
) -> Iterator[str]:
    for top, bottom, row in zip(grid.y_edges, grid.y_edges[1:], grid.counts, strict=False):
        for left, right, count in zip(grid.x_edges, grid.x_edges[1:], row, strict=False):
            if count:
                (x1, x2), (y1, y2) = sorted((x(left), x(right))), sorted((y(top), y(bottom)))
                said = f"{words(left, right, top, bottom)}: {count:,} of {of:,} boxes"
                yield rectangle(x1, y1, x2 - x1, y2 - y1, title=said)


def legend(shades: Shades, most: int, left: float, top: float, title: str) -> str:
    """The shades with their counts, the darkest first."""
    entries = [text(left, top, title, fill="var(--ink)")]
    for place, shade in enumerate(reversed(range(len(shades.starts)))):
        y = top + 10 + place * (_SWATCH + 3)
        entries.append(
            rectangle(left, y, _SWATCH, _SWATCH, fill="var(--accent)", fill_opacity=shades.opacity(shade))
        )
        entries.append(text(left + _SWATCH + 6, y + 10.5, shades.says(shade, most)))
    return element("g", *entries, font_size=11, fill="var(--muted)")


__all__ = ["Shades", "cells", "even_shades", "legend", "merged", "most", "shown", "tooltips", "wide_shades"]
