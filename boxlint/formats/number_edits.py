"""New numbers in the places of those that a record has, whatever stands around them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from boxlint.formats.coordinates import coordinate_texts, rotated_texts
from boxlint.formats.editing import FieldEdit
from boxlint.formats.numbers import decimals_of, number_text, parse_number

Span = tuple[int, int]
"""Start and end in a record, in bytes."""

_FEWEST_DECIMALS: Final = 6
# what is left of a fraction that was multiplied by a size and divided by it again
_NOISE: Final = 1e-9


def number_edits(record: bytes, spans: Sequence[Span], values: Sequence[float], field: str) -> list[FieldEdit]:
    """The edits that give the numbers at some places new values, in pixels; those that keep theirs are not touched.

    None where that cannot be done: something there is no number, or a new value is not finite.
    """
    old = _texts(record, spans)
    if any(parse_number(text) is None for text in old):
        return []
    return _edits(record, spans, coordinate_texts(old, values) or old, field)


def rotated_edits(record: bytes, spans: Sequence[Span], values: Sequence[float], field: str) -> list[FieldEdit]:
    """The same for center_x, center_y, width, height and an angle as it is written."""
    old = _texts(record, spans)
    if len(old) != len(values) or any(parse_number(text) is None for text in old):
        return []
    return _edits(record, spans, rotated_texts(old, values) or old, field)


def fraction_edits(record: bytes, spans: Sequence[Span], values: Sequence[float], field: str) -> list[FieldEdit]:
    """The same for fractions of a side, or percents: as many decimals as were written, six at least."""
    old = _texts(record, spans)
    if len(old) != len(values) or not all(map(math.isfinite, values)):
        return []
    texts = []
    for text, value in zip(old, values, strict=True):
        number, decimals = parse_number(text), decimals_of([text])
        if number is None or decimals is None:
            return []
        is_same = abs(number - value) <= _NOISE
        texts.append(text if is_same else number_text(value, max(decimals, _FEWEST_DECIMALS), text))
    return _edits(record, spans, texts, field)


def _texts(record: bytes, spans: Sequence[Span]) -> list[str]:
    return [record[start:end].decode("utf-8", "replace") for start, end in spans]


def _edits(record: bytes, spans: Sequence[Span], texts: Sequence[str], field: str) -> list[FieldEdit]:
    return [
        FieldEdit(start, end, text.encode(), field)
        for (start, end), text in zip(spans, texts, strict=True)
        if text.encode() != record[start:end]
    ]
