"""Numbers as texts: how exact they are written, and how they are written again."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boxlint.text.numbers import decimals_of, number_text

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("texts", "decimals"),
    [
        (["1.50"], 2),
        (["1e-3"], 3),
        (["1E2"], 0),
        (["1.25e1"], 1),
        (["1.5e1"], 0),
        (["+3."], 0),
        ([".5"], 1),
        (["-0.125", "40", "7.5"], 3),
        ([" 1.5\n"], 1),
        (["nan"], None),
        (["1.5", "Infinity"], None),
        (["1e999"], None),
        (["-"], None),
        (["1_0"], None),
        ([], None),
        (["1e-" + "9" * 5000], 1074),
        (["1e" + "9" * 5000], None),
        (["0e" + "9" * 5000], 0),
    ],
)
def test_decimals(texts: list[str], decimals: int | None) -> None:
    assert decimals_of(texts) == decimals


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_decimals_suffice_to_write_the_number_exactly(number: Decimal) -> None:
    for text in (str(number), f"{number:E}", f"{number:f}"):
        decimals = decimals_of([text])
        assert decimals is not None
        assert round(number, decimals) == number
        assert decimals == max(0, -int(Decimal(text).as_tuple().exponent))


@pytest.mark.parametrize(
    ("value", "decimals", "like", "text"),
    [
        (0.1 + 0.2, 1, "1.5", "0.3"),
        (0.1 + 0.2, None, "1.5", "0.30000000000000004"),
        (1.10, 2, "1", "1.1"),
        (40.0, 2, "17", "40"),
        (40.0, 2, "17.25", "40.0"),
        (40.0, 0, "1e2", "40.0"),
        (40.0, 0, "-.5", "40.0"),
        (40.004, 2, "17", "40"),
        (0.0, 1, "1", "0"),
        (-0.0, 1, "1", "0"),
        (-0.0, None, "1.0", "0.0"),
        (-0.04, 1, "1", "0"),
        (-0.04, 1, "1.5", "0.0"),
        (-7.5, None, "1", "-7.5"),
        (1e-5, None, "1", "0.00001"),
        (1.5e-7, 8, "1", "0.00000015"),
        (1.5e-7, 7, "1", "0.0000001"),
        (1e21, None, "1", "1" + "0" * 21),
        (1.5e300, 2, "1", "1.5e+300"),
        (12345.675, 2, "1.5", "12345.67"),
    ],
)
def test_number_text(value: float, decimals: int | None, like: str, text: str) -> None:
    assert number_text(value, decimals, like) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="no decimal number"):
        number_text(value, 2, "1")


@given(FINITE, st.sampled_from(["1", "1.0"]))
@example(5.960464477539063e-08, "1")
def test_the_shortest_text_is_the_same_number(value: float, like: str) -> None:
    text = number_text(value, None, like)
    assert float(text) == value
    assert not text.startswith("-0") or float(text) < 0
    if abs(value) < 1e22:
        assert "e" not in text
    if value.is_integer() and abs(value) < 1e22:
        assert ("." in text) == ("." in like)


@given(st.floats(-1e7, 1e7), st.integers(0, 6))
def test_rounded_texts_are_within_half_a_place(value: float, decimals: int) -> None:
    text = number_text(value, decimals, "1")
    assert abs(Decimal(text) - Decimal(value)) <= Decimal(10) ** -decimals / 2 + Decimal("1e-9")
    assert (decimals_of([text]) or 0) <= decimals
    assert "." not in text or not text.endswith("0")
