"""The numbers of a box and of its area as text: as much of what was written as stays true, and no noise of floats."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

from boxlint.syntax.json.text import JsonError, parse
from boxlint.text.numbers import decimals_of, number_text

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LITERALS: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_SPACE: Final = " \t\r\n"
# relative to the value: what sums and differences of coordinates leave, and what one product leaves
_NOISE: Final = 1e-13
_NOISE_OF_A_PRODUCT: Final = 1e-15
# as many decimals as can matter in any number that is not tiny
_MOST_DECIMALS: Final = 17


def written_number(token: bytes) -> str | None:
    """The text of a JSON number, NaN and infinities included; None for any other value."""
    text = token.decode("utf-8", "replace")
    return text if text in _LITERALS or _NUMBER.fullmatch(text) else None


def spelled_number(token: bytes) -> str | None:
    """The text of the finite JSON number that a JSON string spells; None for any other value."""
    if not token.startswith(b'"'):
        return None
    try:
        text = str(parse(token)).strip(_SPACE)
    except JsonError:
        return None
    return text if _NUMBER.fullmatch(text) and math.isfinite(float(text)) else None


def finite_numbers(values: Any, count: int) -> list[float] | None:
    """`count` new coordinates as floats; None where they are not given, or not finite."""
    numbers = [] if values is None else [float(value) for value in values]
    return numbers if len(numbers) == count and all(map(math.isfinite, numbers)) else None


def box_texts(texts: Sequence[str], corners: Sequence[float]) -> list[str]:
    """The texts of x, y, width and height of a box that gets new corners (x_min, y_min, x_max, y_max), in pixels.

    A number that stays what it is keeps its text, and one that another number was takes the text of that.
    """
    x, y, width, height = map(float, texts)
    x_min, y_min, x_max, y_max = corners
    decimals = _decimals(corners, _NOISE, decimals_of(filter(_is_finite, texts)) or 0)
    keeps_x, keeps_y = x_min == x, y_min == y
    return [
        _text(x_min, decimals, texts, 0),
        _text(y_min, decimals, texts, 1),
        texts[2] if keeps_x and x_max == x + width else _text(x_max - x_min, decimals, texts, 2),
        texts[3] if keeps_y and y_max == y + height else _text(y_max - y_min, decimals, texts, 3),
    ]


def rotated_texts(texts: Sequence[str], values: Sequence[float]) -> list[str]:
    """The texts of centre, width, height and angle of a rotated box that gets new values, in pixels and radians."""
    *sides, angle = values
    decimals = _decimals(sides, _NOISE, decimals_of(filter(_is_finite, texts[:4])) or 0)
    new = [_text(value, decimals, texts[:4], place) for place, value in enumerate(sides)]
    return [*new, texts[4] if float(texts[4]) == angle else number_text(angle, None, texts[4])]


def new_box_texts(corners: Sequence[float]) -> list[str]:
    """The texts of x, y, width and height of a box that nothing was written of: integers where all are integral."""
    x_min, y_min, x_max, y_max = corners
    like = "0" if all(float(corner).is_integer() for corner in corners) else "0.0"
    decimals = _decimals(corners, _NOISE, 0)
    return [number_text(value, decimals, like) for value in (x_min, y_min, x_max - x_min, y_max - y_min)]


def outline_texts(outline: Sequence[float], texts: Sequence[str]) -> list[str]:
    """The texts of an outline's coordinates, x and y in turn, beside a box of these numbers (x, y, width, height)."""
    decimals = _decimals(outline, _NOISE, decimals_of(filter(_is_finite, texts)) or 0)
    return [_text(value, decimals, texts, place % 2) for place, value in enumerate(outline)]


def area_text(area: float, texts: Sequence[str]) -> str:
    """The text of an area in square pixels, beside a box of these numbers: an integer where they are integers."""
    like = "0.0" if any(set(text) & set(".eE") for text in texts) else "0"
    decimals = _decimals([area], _NOISE_OF_A_PRODUCT, 0)
    if decimals is None or decimals > sum(decimals_of([text]) or 0 for text in texts[2:4]):
        # more than a product of these sides has, so it is the area of a mask
        decimals = _decimals([area], _NOISE, 0)
    return number_text(area, decimals, like)


def _text(value: float, decimals: int | None, texts: Sequence[str], place: int) -> str:
    rounded = value if decimals is None else round(value, decimals)
    same = (text for text in (texts[place], *texts) if float(text) in (value, rounded))
    return next(same, None) or number_text(value, decimals, texts[place])


def _decimals(values: Sequence[float], noise: float, least: int) -> int | None:
    """The fewest decimals, from `least` on, to which all values can be rounded without losing more than noise."""
    allowed = noise * max(map(abs, values))
    for decimals in range(least, _MOST_DECIMALS + 1):
        if all(abs(round(value, decimals) - value) <= allowed for value in values):
            return decimals
    return None


def _is_finite(text: str) -> bool:
    return math.isfinite(float(text))
