"""The limits of rules as marks of a chart: where, in which colour, and in what words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct

from boxlint.charts.scales import shown
from boxlint.charts.svg import element, text
from boxlint.limits import Limit

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
    """The limits of some tables as marks, each value of a rule once. `severities` are those in effect, by code."""
    found: dict[tuple[str, str, float], Mark] = {}
    for limit in limits:
        if limit.table not in tables or limit.quantity not in _WORDS or limit.value <= 0:
            continue
        rule = limit.rule
        unit = next((f" {p.unit}" for p in rule.parameters.values() if p.unit), "")
        setting = f"{shown(limit.setting)} : 1" if limit.quantity == "aspect_ratio" else f"{shown(limit.setting)}{unit}"
        only = f" ({limit.only})" if limit.only else ""
        side = "below" if limit.is_below else "above"
        found.setdefault(
            (rule.code, limit.quantity, limit.value),
            Mark(
                limit.quantity,
                limit.is_below,
                limit.value,
                f"{rule.code}  {'<' if limit.is_below else '≥'} {setting}{only}",
                f"{rule.code} {rule.name}: {_WORDS[limit.quantity]} is {side} {setting}{only}",
                f"var(--{severities.get(rule.code, rule.severity)})",
            ),
        )
    return list(found.values())


def drawn(mark: Mark, path: str) -> str:
    """The line of a mark along a path."""
    return element(
        "path", d=path, title=mark.title, fill="none", stroke=mark.color, stroke_width=1.5, stroke_dasharray="5 3"
    )


def named(mark: Mark, x: float, y: float, **attributes: float | str) -> str:
    """The label of a mark, on a rim of paper so that it can be read over anything."""
    return text(
        x, y, mark.label, fill=mark.color, font_size=11, font_weight=600,
        stroke="var(--paper)", stroke_width=3, paint_order="stroke", **attributes,
    )  # fmt: skip
