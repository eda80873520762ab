"""The values of a JSON text as numbers: booleans and strings are none."""

from __future__ import annotations

import math
from typing import Any

from boxlint.syntax.json.text import JsonError, parse


def number_in(value: Any) -> Any:
    """The number that a string spells as JSON does; any other value itself."""
    if not isinstance(value, str):
        return value
    try:
        return parse(value.encode())
    except (JsonError, UnicodeEncodeError):
        return value


def float_of(value: Any) -> float | None:
    """A JSON number as a float (infinite beyond its range), None for anything else; booleans are no numbers."""
    if type(value) is float:
        return value
    if type(value) is not int:
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def as_number(value: Any) -> float:
    """A JSON number as a float, NaN for anything else."""
    number = float_of(value)
    return math.nan if number is None else number
