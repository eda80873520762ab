"""Lists of points as XML formats write them: "x,y" each, and as text with semicolons between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from boxlint.formats.numbers import parse_number

_OF_A_POINT: Final = 2


class Points(Struct, frozen=True):
    """The numbers of points, x and y in turn, as far as they are all numbers.

    `is_not_numeric`: something is there in the place of a number. `is_malformed`: a point has not two values.
    """

    numbers: tuple[float, ...] = ()
    is_not_numeric: bool = False
    is_malformed: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether all numbers could be read."""
        return not self.is_not_numeric and not self.is_malformed


def read_points(texts: Sequence[str]) -> Points:
    """The points of texts "x,y"."""
    pairs = [text.split(",") for text in texts]
    if any(len(pair) != _OF_A_POINT for pair in pairs):
        return Points(is_malformed=True)
    numbers = [parse_number(text) for pair in pairs for text in pair]
    known = tuple(number for number in numbers if number is not None)
    return Points(known) if len(known) == len(numbers) else Points(is_not_numeric=True)


def split_points(text: str) -> list[str]:
    """The texts of the points in a text "x,y;x,y"."""
    return text.split(";") if text.strip() else []
