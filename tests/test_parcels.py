"""Arrays on their way between processes: as few bytes as they need, and the same bits at the other end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.parcels import pack, unpack
from boxlint.tables import Text, make_table

NUMBERS = {
    np.float64: st.floats(width=64) | st.floats(width=32) | st.integers(0, 3).map(float),
    np.int64: st.integers(-(2**63), 2**63 - 1) | st.integers(-130, 130) | st.integers(-(2**31), 2**31),
    np.int32: st.integers(-(2**31), 2**31 - 1),
    np.bool_: st.booleans(),
}


@given(st.sampled_from(list(NUMBERS)).flatmap(lambda kind: st.tuples(st.just(kind), st.lists(NUMBERS[kind]))))
def test_arrays_come_back_to_the_bit(drawn):
    dtype, values = drawn
    array = np.array(values, dtype)
    back = unpack(pack({"column": array}))["column"]
    assert back.dtype == array.dtype
    assert back.tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("array", "most"),
    [
        (np.arange(100_000), 400_500),
        (np.arange(100_000) % 100, 100_500),
        (np.full(100_000, math.nan), 500),
        (np.broadcast_to(np.float64(4), 100_000), 500),
        (np.arange(100_000) / 4, 400_500),
        (np.arange(100_000) / 10, 400_500),
        (np.arange(100_000) / 7, 800_500),
    ],
)
def test_no_more_is_sent_than_is_needed(array, most):
    assert len(pack(array)) < most


def test_tables_and_other_things_are_sent_as_they_are():
    table = make_table("category", 2, {"name": Text(np.array([0, -1], np.int32), ("ship",))})
    back = unpack(pack([table, "text", {1: None}]))
    assert back[1:] == ["text", {1: None}]
    assert [back[0]["name"].at(row) for row in range(2)] == ["ship", ""]
    assert unpack(pack(np.arange(6.0).reshape(2, 3))).tolist() == [[0, 1, 2], [3, 4, 5]]
