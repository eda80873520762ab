"""Numbers as annotation files write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

_PARTS: Final = re.compile(r"\s*[+-]?\d*\.?(\d*)(?:[eE]([+-]?\d+))?\s*")
# no float has more
_MOST_DECIMALS: Final = 1074
_LONGEST_INTEGRAL: Final = 1e22


def parse_number(text: str) -> float | None:
    """The number that a text spells, as Python's `float` reads it (`nan` and `inf` too); None where it spells none.

    `1_0` is none: only Python sees a number there.
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return None if "_" in text else number


def decimals_of(texts: Iterable[str]) -> int | None:
    """The most decimal places among number texts: "1.50" has 2, "1e-3" 3, "1.5e1" 0, "40" 0.

    None where nothing can be told: there are no texts, or one of them is no finite number.
    """
    most = None
    for text in texts:
        number = parse_number(text)
        parts = _PARTS.fullmatch(text)
        if number is None or not math.isfinite(number) or parts is None:
            return None
        # an exponent may have any number of digits, so it is read as a float: nothing overflows
        places = len(parts[1]) - float(parts[2] or 0)
        most = max(most or 0, int(min(max(places, 0), _MOST_DECIMALS)))
    return most


def number_text(value: float, decimals: int | None, like: str) -> str:
    """A finite number rounded to some decimal places (None: as many as it takes), without trailing zeros or "-0".

    Integral numbers are written like the text `like` that they replace: "40" where it has no point or exponent,
    else "40.0". An exponent is written for numbers of 1e22 and more only. Raises ValueError for NaN and infinities.
    """
    if not math.isfinite(value):
        raise ValueError(f"no decimal number: {value}")
    # rounding a float to decimals is exact, and of those decimals the shortest repr never has more
    number = float(value) if decimals is None else round(float(value), decimals)
    if abs(number) >= _LONGEST_INTEGRAL:
        return repr(number)
    if number.is_integer():
        # an int has no negative zero
        return str(int(number)) + (".0" if set(like) & set(".eE") else "")
    from numpy import format_float_positional

    # the digits of `repr` without its exponent; formatting to so many decimals may round the last one the other way
    return str(format_float_positional(number, trim="-"))


def number_or_nan(value: object) -> float:
    """The number that a leaf spells; NaN where it spells none, or is no leaf or not there."""
    number = parse_number(value) if isinstance(value, str) else None
    return math.nan if number is None else number
