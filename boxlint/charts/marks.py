"""The limits of rules as marks of a chart: where, in which colour, and in what words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from boxlint.charts.scales import shown
from boxlint.charts.svg import element, text
from boxlint.limits import Limit

_LEAST: Final = 1e-9
"""A limit this small, or the other way round this large, is in no chart."""
_VARIANTS: Final = 3
"""Limits of a rule by format or category that are drawn; of more, the two that are furthest apart."""
_CHARACTER: Final = 6.6
"""Pixels of a character of a label."""
_GAP: Final = 5.0
"""Pixels between a line and its label."""
_WORDS: Final = {
    "shorter_side": "the shorter side",
    "longer_side": "the longer side",
    "width": "the width",
    "height": "the height",
    "aspect_ratio": "the longer side over the shorter",
    "product_of_sides": "width × height",
    "target_count": "the number of boxes",
}
"""The quantities that charts have, as their tooltips call them."""


class Mark(Struct, frozen=True):
    """A line in a chart: the rule hits where `quantity` is below, or else above, `value`."""

    quantity: str
    is_below: bool
    value: float
    label: str
    title: str
    color: str


def marks(limits: Iterable[Limit], severities: Mapping[str, str], tables: Collection[str]) -> list[Mark]:
    """The limits of some tables as marks, those of one value as one.

    `severities` are those in effect, by code; a mark of several rules has the colour of the gravest.
    """
    grouped: dict[tuple[str, str, float, str], dict[str, list[Limit]]] = {}
    for limit in limits:
        if limit.table in tables and limit.quantity in _WORDS and _LEAST < limit.value < 1 / _LEAST:
            key = (limit.quantity, limit.relation, limit.value, limit.only)
            grouped.setdefault(key, {}).setdefault(limit.rule.code, []).append(limit)
    drawn: list[Mark] = []
    variants: dict[tuple[str, ...], list[Mark]] = {}
    for (quantity, relation, _, only), by_code in grouped.items():
        kept = variants.setdefault((quantity, relation, *by_code), []) if only else drawn
        kept.append(_mark(by_code, severities, tables))
    for found in variants.values():
        found.sort(key=lambda mark: mark.value)
        drawn += found if len(found) <= _VARIANTS else [found[0], found[-1]]
    return drawn


def _mark(by_code: Mapping[str, Sequence[Limit]], severities: Mapping[str, str], tables: Collection[str]) -> Mark:
    rules = [found[0].rule for found in by_code.values()]
    limit = next(iter(by_code.values()))[0]
    unit = next((f" {parameter.unit}" for parameter in limit.rule.parameters.values() if parameter.unit), "")
    setting = f"{shown(limit.setting)}{' : 1' if limit.quantity == 'aspect_ratio' else unit}"
    judged = {each.table for found in by_code.values() for each in found}
    kinds = "" if judged >= set(tables) else ", upright boxes" if judged == {"box"} else ", turned boxes"
    told = f"{limit.relation} {setting}" + (f", {limit.only}" if limit.only else "") + kinds
    names = " and ".join(f"{rule.code} {rule.name}" for rule in rules)
    is_error = any(severities.get(rule.code, rule.severity) == "error" for rule in rules)
    return Mark(
        limit.quantity,
        limit.is_below,
        limit.value,
        f"{', '.join(by_code)}  {told}",
        f"{names}: {_WORDS[limit.quantity]} {told}",
        "var(--error)" if is_error else "var(--warning)",
    )


def drawn(mark: Mark, path: str) -> str:
    """The line of a mark along a path."""
    return element(
        "path", d=path, title=mark.title, fill="none", stroke=mark.color, stroke_width=1.5, stroke_dasharray="5 3"
    )


def beside(mark: Mark, x: float, y: float, left: float, right: float, *, before: bool) -> str:
    """The label beside an upright line at x, before or else behind it, unless it would leave the panel there."""
    room = room_of(mark)
    before = x - room > left if before else x + room > right
    return named(mark, x - _GAP if before else x + _GAP, y, text_anchor="end" if before else "start")


def room_of(mark: Mark) -> float:
    """About the room that a label takes, in pixels."""
    return _CHARACTER * len(mark.label) + 2 * _GAP


def named(mark: Mark, x: float, y: float, **attributes: float | str) -> str:
    """The label of a mark, on a rim of paper so that it can be read over anything."""
    return text(
        x, y, mark.label, fill=mark.color, font_size=11, font_weight=600,
        stroke="var(--paper)", stroke_width=3, paint_order="stroke", **attributes,
    )  # fmt: skip
