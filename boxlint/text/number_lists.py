"""Many numbers of text at once, each exactly what Python's `float` reads."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from boxlint.text.flat_lists import numbers_of

_IN_NUMBERS: Final = b"0123456789.-+eE"
# JSON takes it for the integer, which has no sign
_NEGATIVE_ZERO: Final = re.compile(rb"-0(?![.eE])")


def read_numbers(text: bytes, separator: bytes) -> tuple[Any, Any]:
    """The numbers (N,) float64 of a text that has them, at least one, between separators of one byte.

    With them, which are numbers at all (N,) bool, as `boxlint.text.numbers.parse_number` sees it: what is none of
    ASCII is none here either.
    """
    if text and not text.translate(None, _IN_NUMBERS + separator) and not _NEGATIVE_ZERO.search(text):
        numbers = numbers_of(b"[" + text.replace(separator, b",") + b"]")
        if numbers is not None:
            return numbers, np.ones(len(numbers), np.bool_)
    return _read_one_by_one(text.split(separator))


def _read_one_by_one(texts: list[bytes]) -> tuple[Any, Any]:
    numbers, are_numbers = np.full(len(texts), np.nan), np.zeros(len(texts), np.bool_)
    for place, text in enumerate(texts):
        try:
            numbers[place] = float(text)
        except ValueError:
            continue
        are_numbers[place] = b"_" not in text
    return numbers, are_numbers
