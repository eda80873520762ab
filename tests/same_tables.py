"""Whether two datasets are the same to the last bit."""

from __future__ import annotations

from boxlint.schema import SCHEMA
from boxlint.tables import Keys, Tables, Text


def assert_same(one: Tables, other: Tables) -> None:
    """Every column has the same type, values and order of interned values."""
    for name, columns in SCHEMA.items():
        assert len(one[name]) == len(other[name]), name
        for column in columns:
            values, others = one[name][column], other[name][column]
            assert type(values) is type(others)
            if isinstance(values, (Text, Keys)):
                assert values.values == others.values, (name, column)
                part = "codes" if isinstance(values, Text) else "numbers"
                values, others = getattr(values, part), getattr(others, part)
            assert values.dtype == others.dtype, (name, column)
            assert values.tobytes() == others.tobytes(), (name, column)
