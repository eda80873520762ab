"""The fields of one YOLO line, faulty lines included."""

from __future__ import annotations

import math
from typing import Final

from msgspec import Struct

from boxlint.formats.yolo.layout import Layout
from boxlint.text.numbers import parse_number

_WITH_SCORE: Final = frozenset({"yolo", "yolo-obb"})
"""Kinds of which a prediction has one number more than a label."""


class LineFields(Struct, frozen=True):
    """What a line says: the class, in digits, and the numbers after it as written.

    `category` is None where the class is no whole number: the line is malformed then. `score` is the confidence of a
    prediction, which follows the coordinates. `has_words`: one of the coordinates is no number.
    """

    text: str
    category: str | None
    coordinates: tuple[str, ...] = ()
    score: float | None = None
    has_words: bool = False

    def numbers(self) -> tuple[float, ...]:
        """The coordinates of a line without words, as numbers."""
        return tuple(map(float, self.coordinates))


def read_line(text: str, layout: Layout) -> LineFields:
    """The fields of a line that is not blank."""
    first, *others = text.split() or [""]
    category = class_of(first)
    if category is None:
        return LineFields(text, None)
    numbers = [parse_number(field) for field in others]
    score = None
    if layout.kind in _WITH_SCORE and len(others) == layout.expected(0) + 1 and numbers[-1] is not None:
        score = numbers[-1] if 0 <= numbers[-1] <= 1 else None
    return LineFields(text, category, tuple(others), score, None in numbers)


def class_of(text: str) -> str | None:
    """The class that a text spells, in digits: "1" for "1.0"; None where it is no whole number."""
    number = parse_number(text)
    return str(int(number)) if number is not None and math.isfinite(number) and number == int(number) else None
