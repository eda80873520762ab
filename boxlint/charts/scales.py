"""Scales from values to places, and the round numbers that axes show."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10

from msgspec import Struct


class Linear(Struct, frozen=True):
    """Values from `low` to `high` are at places from `start` to `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)

    def ticks(self, most: int = 6, least: float = 0.0) -> list[float]:
        """At most so many round values within, `least` or more apart."""
        step = round_step(max((self.high - self.low) / most, least))
        return [place * step for place in range(ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9) + 1)]


class Logarithmic(Struct, frozen=True):
    """As `Linear`, for positive values by their logarithm."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """The place of a positive value."""
        share = log10(value / self.low) / log10(self.high / self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self, most: int = 8) -> list[float]:
        """At most so many of 1, 2, 5, 10, …, else of powers of ten."""
        for factors in ((1, 2, 5), (1,)):
            found = [value for value in self._multiples(factors) if self.low <= value <= self.high]
            if len(found) <= most:
                return found
        return found[:: ceil(len(found) / most)]

    def _multiples(self, factors: tuple[int, ...]) -> Iterator[float]:
        for power in range(floor(log10(self.low)), ceil(log10(self.high)) + 1):
            # a quotient of whole numbers, because 0.1 times 2 is not 0.2
            yield from (factor * 10**power if power >= 0 else factor / 10**-power for factor in factors)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, … (and 0.5, 0.2, …) that is at least that."""
    power = floor(log10(least))
    return next(factor * 10.0**power for factor in (1, 2, 5, 10) if factor * 10.0**power >= least * (1 - 1e-9))


def rounded_up(value: float, least: float = 0.0) -> float:
    """A round value at or a little above a positive one, where an axis with ticks `least` or more apart may end."""
    step = round_step(max(value / 5, least))
    return ceil(value / step - 1e-9) * step


def shown(value: float) -> str:
    """A number with thousands separators, whole or to three digits."""
    if abs(value) >= 1e7:
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def percentage(share: float) -> str:
    """A share as a percentage, one decimal below ten."""
    percent = 100 * share
    if 0 < percent < 0.1:
        return "< 0.1 %"
    return f"{percent:.0f} %" if percent >= 10 or percent == round(percent) else f"{percent:.1f} %"
