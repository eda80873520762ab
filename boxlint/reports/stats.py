"""What a dataset looks like: a table for people, with a column for each split, and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import to_builtins

from boxlint.distributions.model import Description, Distributions, Spread
from boxlint.reports.side_by_side import side_by_side
from boxlint.reports.values import printable
from boxlint.reports.widths import shortened
from boxlint.reports.words import counted, few_of, number_of

VERSION: Final = 1
"""Of the JSON. It grows when a key changes its meaning or goes; new keys may come without."""
_CLASSES: Final = 20
"""Classes that are listed."""
_NAME: Final = 26
"""Columns of a class name."""
_SPLIT: Final = 12
"""Columns of a split's name."""
_BAR: Final = 20
_LISTED: Final = 5
_UPRIGHT: Final = (0, 18)
"""The steps of angles about 0° and 90°."""


def write_json(told: Distributions, skipped: Sequence[str]) -> Iterator[str]:
    """One versioned object."""
    from boxlint import __version__

    head = {"version": VERSION, "boxlint_version": __version__, "skipped": list(skipped)}
    yield json.dumps({**head, **to_builtins(told)}, ensure_ascii=False, allow_nan=False) + "\n"


def write(told: Distributions, skipped: Sequence[str], width: int, *, all_classes: bool = False) -> Iterator[str]:
    """The table in lines of at most `width` columns, and what it leaves out."""
    # a split that is the whole dataset says nothing new
    columns = {"all": told.all} | {name: own for name, own in told.splits.items() if own is not told.all}
    rows = [*_ROWS]
    rows += [row for row in _EXCEPTIONS if row[1](told.all) != "0"]
    rows += _ANGLES if told.all.angles.counted else ()
    names = [shortened(name, _SPLIT) for name in columns]
    table = [(name, [cell(own) for own in columns.values()]) for name, cell in rows]
    yield from side_by_side(table, "split", names, width)
    yield "\n"
    yield from _classes([*columns.values()], names, width, None if all_classes else _CLASSES)
    yield from _unreadable(told)
    if skipped:
        listed = few_of(skipped, _LISTED)
        yield f"\nSkipped {counted(len(skipped), 'file')} of no known format: {listed}\n"


def _classes(columns: Sequence[Description], names: Sequence[str], width: int, most: int | None) -> Iterator[str]:
    """The classes with their counts and shares, the most frequent of the first column first."""
    found = columns[0].classes
    unused = sum(not count.annotations for count in found)
    without = f", {unused:,} without annotations" if unused else ""
    yield f"{number_of(sum(bool(count.name) for count in found), 'class', 'classes')}{without}\n"
    counts = [{count.name: count.annotations for count in told.classes} for told in columns]
    totals = [sum(own.values()) for own in counts]
    rows = []
    for count in found[:most]:
        pairs = [(own.get(count.name, 0), total) for own, total in zip(counts, totals, strict=True)]
        cells = [f"{own:,} {_share(own, total) if own else '':>5}" for own, total in pairs]
        rows.append((f"  {shortened(count.name or '(no class)', _NAME)}", cells))
    largest = found[0].annotations if found else 0
    bars = [_bar(count.annotations / max(largest, 1)) for count in found[:most]]
    yield from side_by_side(rows, "  split", names, width, bars if len(columns) == 1 else ())
    if most is not None and len(found) > most:
        yield f"  … {len(found) - most:,} more (--all-classes)\n"


def _unreadable(told: Distributions) -> Iterator[str]:
    if told.unreadable:
        yield f"\n{counted(len(told.unreadable), 'file')} could not be read in full:\n"
        for file in told.unreadable[:_LISTED]:
            yield f"  {printable(file.path)}: {printable(file.problem)}\n"
        if len(told.unreadable) > _LISTED:
            yield f"  … {len(told.unreadable) - _LISTED:,} more\n"


def _number(value: float | None) -> str:
    """Whole from 100 on, else three digits; a dash where there is none."""
    if value is None:
        return "-"
    if abs(value) >= 1e7 or 0 < abs(value) < 0.01:
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def _range(low: float, high: float) -> str:
    return f"{_number(low)}–{_number(high)}"


def _share(count: int, total: int) -> str:
    if not total:
        return "-"
    return "<1 %" if 0 < count < 0.005 * total else f"{100 * count / total:.0f} %"


def _bar(share: float) -> str:
    eighths = round(share * _BAR * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _common_size(told: Description) -> str:
    common = told.image_sizes.common
    return f"{_pixels(common[0].width)} × {_pixels(common[0].height)}" if common else "-"


def _pixels(side: float) -> str:
    """The side of an image, as it is written: without separators."""
    return _number(side).replace(",", "")


def _upright(told: Description) -> str:
    counts = told.angles.histogram.counts
    return _share(sum(counts[step] for step in _UPRIGHT), told.angles.counted) if counts else "-"


Cell = Callable[[Description], str]


def _of(spread: Callable[[Description], Spread | None], cell: Callable[[Spread], str]) -> Cell:
    """The cell of a spread, a dash where there is none."""
    return lambda told: cell(own) if (own := spread(told)) else "-"


def _spread_rows(title: str, spread: Callable[[Description], Spread | None]) -> list[tuple[str, Cell]]:
    return [
        (title, _of(spread, lambda own: _number(own.median))),
        ("  5 % to 95 %", _of(spread, lambda own: _range(own.p5, own.p95))),
        ("  all", _of(spread, lambda own: _range(own.minimum, own.maximum))),
    ]


_ROWS: Final[tuple[tuple[str, Cell], ...]] = (
    ("files", lambda told: f"{told.files:,}"),
    ("images", lambda told: f"{told.images:,}"),
    ("  without annotations", lambda told: f"{told.images_without_annotations:,}"),
    ("  most frequent size", _common_size),
    ("annotations", lambda told: f"{told.annotations:,}"),
    ("  crowd or ignored", lambda told: f"{told.ignored:,}"),
    ("per image, mean", lambda told: _number(told.boxes_per_image.mean)),
    *_spread_rows("per image, median", lambda told: told.boxes_per_image.spread),
    *_spread_rows("width, median px", lambda told: told.sizes.width),
    *_spread_rows("height, median px", lambda told: told.sizes.height),
    *_spread_rows("width / height, median", lambda told: told.sizes.aspect),
    ("small, below 32²", lambda told: _share(told.sizes.small, told.sizes.counted)),
    ("medium, below 96²", lambda told: _share(told.sizes.medium, told.sizes.counted)),
    ("large", lambda told: _share(told.sizes.large, told.sizes.counted)),
)
_EXCEPTIONS: Final[tuple[tuple[str, Cell], ...]] = (
    ("no size, or not finite", lambda told: f"{told.sizes.not_counted:,}"),
    ("no positive size", lambda told: f"{told.sizes.not_positive:,}"),
    ("centre outside image", lambda told: f"{told.centers.outside:,}"),
)
"""Rows that are left out where there is none of that kind."""
_ANGLES: Final[tuple[tuple[str, Cell], ...]] = (
    ("turned boxes", lambda told: f"{told.angles.counted:,}"),
    ("  within 2.5° of upright", _upright),
)
