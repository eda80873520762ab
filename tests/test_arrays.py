"""Segment reductions, grouping and gathering, the same on numpy and torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint import arrays, orders, segments

SEGMENTS = st.lists(st.tuples(st.integers(-1, 3), st.floats(-1e6, 1e6)), max_size=20)
REDUCTIONS = [segments.segment_min, segments.segment_max]


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
    group, earliest = orders.equal_row_groups([first, second])
    assert earliest.tolist() == [0, 1, 0, 3, 4, 5]
    assert group.tolist() == [1, 0, 1, 3, 4, 2]


def test_grouping_nothing_gives_nothing(device: str | None) -> None:
    """An empty table has no group."""
    group, earliest = orders.equal_row_groups([placed([], device, "float64")])
    assert len(group) == len(earliest) == 0


@given(SEGMENTS)
def test_segment_count_counts_flags(rows: list[tuple[int, float]]) -> None:
    """As counting by hand; the segment −1 is in none."""
    segment = np.array([segment for segment, _ in rows], np.int64)
    flags = np.array([value > 0 for _, value in rows], np.bool_)
    expected = [sum(s == each and v > 0 for s, v in rows) for each in range(4)]
    assert segments.segment_count(segment, 4, flags).tolist() == expected
    assert segments.segment_any(flags, segment, 4).tolist() == [count > 0 for count in expected]


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
    assert segments.segment_min(nothing, segment, 1).tolist() == [float("inf")]
    assert segments.segment_max(nothing, segment, 1).tolist() == [float("-inf")]


ROWS = st.lists(st.tuples(st.integers(-1, 6), st.floats(-1e6, 1e6) | st.just(float("nan"))), max_size=20)


@pytest.mark.parametrize("reduce", REDUCTIONS, ids=lambda reduce: reduce.__name__)
@pytest.mark.parametrize("kind", ["any order", "ascending", "each its own"])
@given(rows=ROWS)
def test_extremes_are_those_of_the_rows(reduce: Callable[..., Any], kind: str, rows: list[tuple[int, float]]) -> None:
    """Whatever is known of the segments: as by hand, NaN where one of the values is."""
    if kind == "ascending":
        rows = sorted(rows, key=lambda row: row[0])
    if kind == "each its own":
        rows = [(number, value) for number, (_, value) in enumerate(rows)]
    count = max(len(rows), 7)
    for size in {count, len(rows) if kind == "each its own" else count}:
        segment, values = np.array([s for s, _ in rows], np.int64), np.array([v for _, v in rows], np.float64)
        extreme, start = (np.min, np.inf) if reduce is segments.segment_min else (np.max, -np.inf)
        own = [[v for s, v in rows if s == each] for each in range(size)]
        expected = [float(extreme(part)) if part else start for part in own]
        with np.errstate(invalid="ignore"):
            np.testing.assert_array_equal(reduce(values, segment, size), np.array(expected, np.float64))


WHOLE = st.integers(-3, 3) | st.sampled_from([2**40, -(2**62), 2**63 - 1, -(2**63)])


@given(st.lists(st.tuples(WHOLE, st.integers(-1, 2), WHOLE, st.floats(-5, 5)), max_size=20), st.data())
def test_order_is_that_of_sorted_tuples(rows: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """Whichever columns there are, of integers so far apart that they fit into no one number, too."""
    kept = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True))
    dtypes = [np.int64, np.int32, np.int64, np.float64]
    columns = [np.array([row[place] for row in rows], dtypes[place]) for place in kept]
    order = orders.lexicographic_order(columns)
    assert sorted(order.tolist()) == list(range(len(rows)))
    chosen = [tuple(row[place] for place in kept) for row in rows]
    assert [chosen[row] for row in order.tolist()] == sorted(chosen)


@given(st.lists(st.integers(-1, 4), max_size=8), st.integers(0, 5))
def test_gather_reads_each_link(links: list[int], count: int) -> None:
    """Also where each row leads to the one of its own number, which is not copied."""
    values = np.arange(10.0, 10.0 + count)
    links = [min(link, count - 1) for link in links]
    expected = [float(values[link]) if link >= 0 else -7.0 for link in links]
    assert arrays.gather(values, np.array(links, np.int64), -7.0).tolist() == expected
    assert arrays.gather(values, np.arange(count), -7.0) is values or not count
