"""Numbers in the fields of CSV files, which some programs write with a decimal comma: `"0,358"`."""

from __future__ import annotations

import re
from typing import Final

from boxlint.formats.numbers import parse_number

_WITH_COMMA: Final = re.compile(r"\s*[-+]?\d*,\d+(?:[eE][-+]?\d+)?\s*", re.ASCII)


def has_decimal_comma(text: str) -> bool:
    """Whether a text spells a number with a decimal comma."""
    return _WITH_COMMA.fullmatch(text) is not None


def parse_field(text: str) -> float | None:
    """The number that a field spells, with a decimal point or comma; None where it spells none."""
    return parse_number(text.replace(",", ".") if has_decimal_comma(text) else text)
