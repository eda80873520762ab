"""Segment reductions, grouping and gathering, the same on numpy and torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint import arrays

SEGMENTS = st.lists(st.tuples(st.integers(-1, 3), st.floats(-1e6, 1e6)), max_size=20)
REDUCTIONS = [arrays.segment_min, arrays.segment_max]


def placed(values: Any, device: str | None, dtype: str) -> Any:
    """Values on numpy (None) or torch ("cpu")."""
    return arrays.place(np.array(values, dtype), device)


@pytest.fixture(params=[None, "cpu"], ids=["numpy", "torch"])
def device(request: pytest.FixtureRequest) -> str | None:
    """Each backend in turn."""
    if request.param:
        pytest.importorskip("torch")
    return request.param  # type: ignore[no-any-return]


def test_gather_reads_what_is_missing(device: str | None) -> None:
    """A negative link reads the missing value, also from an empty column."""
    link = placed([1, -1, 0], device, "int64")
    assert arrays.gather(placed([5.0, 7.0], device, "float64"), link, 0.5).tolist() == [7.0, 0.5, 5.0]
    assert arrays.gather(placed([], device, "bool"), link, False).tolist() == [False] * 3


def test_groups_number_equal_rows_and_name_the_first(device: str | None) -> None:
    """Rows are equal where all columns are; NaN equals nothing."""
    nan = float("nan")
    first = placed([2.0, 1.0, 2.0, nan, nan, 2.0], device, "float64")
    second = placed([0, 0, 0, 0, 0, 1], device, "int64")
    group, earliest = arrays.equal_row_groups([first, second])
    assert earliest.tolist() == [0, 1, 0, 3, 4, 5]
    assert group.tolist() == [1, 0, 1, 3, 4, 2]


def test_grouping_nothing_gives_nothing(device: str | None) -> None:
    """An empty table has no group."""
    group, earliest = arrays.equal_row_groups([placed([], device, "float64")])
    assert len(group) == len(earliest) == 0


@given(SEGMENTS)
def test_segment_count_counts_flags(rows: list[tuple[int, float]]) -> None:
    """As counting by hand; the segment −1 is in none."""
    segment = np.array([segment for segment, _ in rows], np.int64)
    flags = np.array([value > 0 for _, value in rows], np.bool_)
    expected = [sum(s == each and v > 0 for s, v in rows) for each in range(4)]
    assert arrays.segment_count(segment, 4, flags).tolist() == expected
    assert arrays.segment_any(flags, segment, 4).tolist() == [count > 0 for count in expected]


@pytest.mark.parametrize("reduce", REDUCTIONS, ids=lambda reduce: reduce.__name__)
@given(rows=SEGMENTS)
def test_torch_reduces_as_numpy_does(reduce: Callable[..., Any], rows: list[tuple[int, float]]) -> None:
    """To the bit."""
    pytest.importorskip("torch")
    segment, values = [segment for segment, _ in rows], [value for _, value in rows]
    on_numpy, on_torch = (
        reduce(placed(values, device, "float64"), placed(segment, device, "int64"), 4) for device in (None, "cpu")
    )
    assert on_numpy.tolist() == on_torch.tolist()


def test_extremes_of_nothing_are_infinite(device: str | None) -> None:
    """So that a comparison with them answers as for no row."""
    nothing, segment = placed([], device, "float64"), placed([], device, "int64")
    assert arrays.segment_min(nothing, segment, 1).tolist() == [float("inf")]
    assert arrays.segment_max(nothing, segment, 1).tolist() == [float("-inf")]
