"""The number texts of changed coordinates, as near to those that they replace as can be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from boxlint.formats.numbers import number_text, parse_number

# of a pixel: anything smaller is the noise of floats
_DECIMALS: Final = 9


def coordinate_texts(old: Sequence[str], new: Sequence[float]) -> list[str] | None:
    """The texts of new coordinates, x and y in turn, in the places of the texts `old`; equal values keep their text.

    A value that another old coordinate has takes its text over, so that "1.10" survives a swap; any other is
    written with as many decimals as it has but for the noise of floats. None where that cannot be done: another
    count, or a new value that is not finite.
    """
    if len(old) != len(new):
        return None
    numbers = [parse_number(text) for text in old]
    texts = []
    for place, value in enumerate(new):
        if value == numbers[place]:
            texts.append(old[place])
            continue
        if not math.isfinite(value):
            return None
        equal = next((old[other] for other in _nearest(place, numbers, new) if numbers[other] == value), None)
        texts.append(number_text(value, _DECIMALS, old[place]) if equal is None else equal)
    return texts


def rotated_texts(old: Sequence[str], new: Sequence[float]) -> list[str] | None:
    """The texts of center, size and angle: the angle is no coordinate, and all its digits are written."""
    coordinates = coordinate_texts(old[:-1], new[:-1])
    if coordinates is None or new[-1] == parse_number(old[-1]):
        return coordinates and [*coordinates, old[-1]]
    return [*coordinates, number_text(new[-1], None, old[-1])] if math.isfinite(new[-1]) else None


def _nearest(place: int, numbers: Sequence[float | None], new: Sequence[float]) -> list[int]:
    """The places whose text may stand here, best first: of a vertex that moves as a whole, then of the same axis.

    One axis may be written "40" and the other "40.0".
    """
    return sorted(range(len(new)), key=lambda other: ((other - place) % 2, numbers[other ^ 1] != new[place ^ 1]))
