"""Bars of the most frequent classes."""

from __future__ import annotations

from typing import Final

from boxlint.charts.scales import Linear, percentage
from boxlint.charts.svg import element, figure, rectangle, text
from boxlint.distributions.model import Description
from boxlint.reports.widths import columns_of, shortened
from boxlint.reports.words import counted

WIDTH: Final = 560
_MOST: Final = 30
_ROW: Final = 19
CHARACTER: Final = 7.3
"""Pixels of a column of a name."""
_COLUMNS: Final = 24
"""Columns of a class name that are shown; its tooltip has `LONGEST`."""
LONGEST: Final = 100
NO_CLASS: Final = "(no class)"


def draw_classes(described: Description, title: str) -> str:
    """How many boxes each class has, the others together."""
    shown, others = described.classes[:_MOST], described.classes[_MOST:]
    total = sum(count.annotations for count in described.classes) or 1
    names = [shortened(count.name or NO_CLASS, _COLUMNS) for count in shown]
    left = 14 + CHARACTER * max([*map(columns_of, names), 12 if others else 0])
    x = Linear(0, max(shown[0].annotations, 1), left, WIDTH - 110)
    rows = []
    for place, (count, name) in enumerate(zip(shown, names, strict=True)):
        full = shortened(count.name or NO_CLASS, LONGEST)
        said = f"{full}: {counted(count.annotations, 'annotation')} in {counted(count.images, 'image')}"
        rows.append(_row(place, name, count.annotations, total, x, said, "var(--accent)"))
    if others:
        together = sum(count.annotations for count in others)
        most = others[0].annotations
        said = f"{len(others):,} other classes with {counted(together, 'annotation')}, each with at most {most:,}"
        name = f"{len(others):,} others"
        rows.append(_row(len(shown), name, together, total, x, said, "var(--muted)"))
    return figure(WIDTH, 8 + _ROW * len(rows), title, *rows)


def _row(place: int, name: str, count: int, total: int, x: Linear, said: str, color: str) -> str:
    top = 4 + _ROW * place
    # the others together may be more than the most frequent class; their bar is cut there
    end = min(x(count), x.stop)
    share = percentage(count / total)
    return element(
        "g",
        text(x.start - 8, top + 13, name, text_anchor="end"),
        rectangle(x.start, top + 2, max(end - x.start, 1.0 if count else 0.0), _ROW - 5, fill=color),
        text(end + 6, top + 13, f"{count:,}", font_size=11),
        text(WIDTH - 4, top + 13, share, font_size=11, fill="var(--muted)", text_anchor="end"),
        title=said,
    )
