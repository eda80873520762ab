"""The operators, by what they spoil."""

from __future__ import annotations

from tests.mutations.operators import (
    boxes,
    coordinates,
    files,
    fractions,
    ids,
    lists,
    records,
    repeats,
    shapes,
    splits,
    turned,
    whole_sets,
)
from tests.mutations.operators.registry import OPERATORS, Operator

__all__ = [
    "OPERATORS",
    "Operator",
    "boxes",
    "coordinates",
    "files",
    "fractions",
    "ids",
    "lists",
    "records",
    "repeats",
    "shapes",
    "splits",
    "turned",
    "whole_sets",
]
