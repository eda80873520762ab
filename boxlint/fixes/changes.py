"""What fixes make of rows: new values and removals, in terms of tables, whatever the format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from boxlint.columns import Columns


class Change(Struct, frozen=True):
    """New values of one field (see `boxlint.formats.editing`) for some records.

    `table` is annotation, image, category or file; `rows` (M,) int64 its rows; `values` (M,) or (M, k), in pixels and radians.
    """

    table: str
    rows: Any
    field: str
    values: Any


class Removal(Struct, frozen=True):
    """Annotations that go: `rows` (M,) int64."""

    rows: Any


class Mask(Struct, frozen=True):
    """What is known of an annotation's mask: its area in square pixels, its extent (x_min, y_min, x_max, y_max) in pixels."""

    area: float
    extent: tuple[float, float, float, float]


class Target(Struct, frozen=True):
    """The rows of one table that one rule hits and one fix is for.

    `columns` are those of the dataset on numpy. `parameter` gives a parameter of the rule by name: a number, or a column
    of the table where it differs by category. `masks` gives the masks of annotation rows, None where there is none that can be read.
    """

    columns: Columns
    table: str
    rows: Any
    parameter: Callable[[str], Any]
    masks: Callable[[Any], list[Mask | None]]
