"""Rows of a name and cells in columns, as many columns at a time as fit into the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxlint.reports.widths import columns_of

Row = tuple[str, Sequence[str]]
_GAP = 2


def side_by_side(
    rows: Sequence[Row], corner: str, names: Sequence[str], width: int, ends: Sequence[str] = ()
) -> Iterator[str]:
    """The rows as lines of at most `width`; where there are several columns, a line above with `corner` and `names`.

    `ends` stand behind the cells of a row where there is room.
    """
    if not rows:
        return
    first = max(columns_of(name) for name in (corner, *(name for name, _ in rows)))
    widths = [max(columns_of(name), *(columns_of(cells[i]) for _, cells in rows)) for i, name in enumerate(names)]
    for number, chosen in enumerate(_blocks(first, widths, width)):
        if number:
            yield "\n"
        if len(names) > 1:
            yield corner.ljust(first) + "".join(_right(names[i], widths[i]) for i in chosen) + "\n"
        room = width - first - sum(widths[i] + _GAP for i in chosen)
        for row, (name, cells) in enumerate(rows):
            end = f"{' ' * _GAP}{ends[row]}" if ends and len(ends[row]) + _GAP <= room else ""
            shown = "".join(_right(cells[i], widths[i]) for i in chosen)
            yield f"{name}{' ' * (first - columns_of(name))}{shown}{end}".rstrip() + "\n"


def _blocks(first: int, widths: Sequence[int], width: int) -> Iterator[list[int]]:
    """The columns that stand side by side, at least one at a time."""
    block: list[int] = []
    taken = first
    for column, own in enumerate(widths):
        if block and taken + own + _GAP > width:
            yield block
            block, taken = [], first
        block.append(column)
        taken += own + _GAP
    yield block


def _right(text: str, width: int) -> str:
    return " " * (_GAP + width - columns_of(text)) + text
