"""Which measures can be taken of some rows alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

Measure = TypeVar("Measure", bound=Callable[..., Any])

_ACROSS_ROWS: Final[set[Callable[..., Any]]] = set()


def across_rows(measure: Measure) -> Measure:
    """Mark a measure that looks at other rows of its own table: of some rows alone it would say something else.

    One that reads another table's column in that table's rows, or `row_count`, needs no mark.
    """
    _ACROSS_ROWS.add(measure)
    return measure


def looks_across_rows(measure: Callable[..., Any]) -> bool:
    """Whether a measure is marked so."""
    return measure in _ACROSS_ROWS
