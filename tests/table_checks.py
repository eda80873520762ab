"""Whether two datasets say the same."""

from __future__ import annotations

import numpy as np

from boxlint.schema import SCHEMA
from boxlint.tables import Column, Tables


def assert_same_tables(found: Tables, expected: Tables) -> None:
    """Every table has the same rows, every number the same bits, every text and id the same value."""
    for name in SCHEMA:
        assert len(found[name]) == len(expected[name]), name
        for column in SCHEMA[name]:
            one, other = found[name][column], expected[name][column]
            assert _content(one) == _content(other), f"{name}.{column}"


def _content(column: Column) -> object:
    if hasattr(column, "at"):
        return [column.at(row) for row in range(len(column))]
    array = np.asarray(column)
    # one NaN is as good as another
    array = np.where(np.isnan(array), np.nan, array) if array.dtype.kind == "f" else array
    return array.dtype.str, array.tobytes()
