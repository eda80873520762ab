"""Finite and huge values, for any number of columns of one row."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.arrays import Array, Flags, Numbers, namespace


def all_finite(columns: Sequence[Array]) -> Flags:
    """Whether no value of a row is NaN or infinite. K columns of shape (N,) → (N,)."""
    xp = namespace(columns[0])
    answer = xp.isfinite(columns[0])
    for column in columns[1:]:
        answer = answer & xp.isfinite(column)
    return answer


def first_not_finite(columns: Sequence[Array]) -> Numbers:
    """The first NaN or infinite value of a row; its last value where all are finite. Shape (N,)."""
    xp = namespace(columns[0])
    answer = columns[-1]
    for column in reversed(columns[:-1]):
        answer = xp.where(xp.isfinite(column), answer, column)
    return answer


def largest_magnitude(columns: Sequence[Array]) -> Numbers:
    """The largest absolute value of a row, NaN where one of them is NaN. K columns of shape (N,) → (N,)."""
    xp = namespace(columns[0])
    answer = xp.abs(columns[0])
    for column in columns[1:]:
        answer = xp.maximum(answer, xp.abs(column))
    return answer
