"""What fixes make of rows: new values and removals, in terms of tables, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from msgspec import Struct, field

from boxlint.columns import Columns
from boxlint.text.editing import Mask as Mask


def no_polygons(rows: Any) -> list[list[Sequence[float]]]:
    """The polygons of annotations of which none can be read."""
    return [[] for _ in rows]


class Change(Struct, frozen=True):
    """New values of one field (see `boxlint.text.editing`) for some records.

    `table` is annotation, image, category or file; `rows` (M,) int64 its rows; `values` (M,) or (M, k), in pixels
    and radians.
    """

    table: str
    rows: Any
    field: str
    values: Any


class Removal(Struct, frozen=True):
    """Annotations that go: `rows` (M,) int64."""

    rows: Any


class Target(Struct, frozen=True):
    """The rows of one table that one rule hits and one fix is for.

    `columns` are those of the dataset on numpy. `stage` is the one that is running. `names` are what the rule's
    condition reads: where an action has several purposes, they tell which one is meant. `parameter` gives a parameter
    of the rule by name: a number, or a column of the table where it differs by category. `masks` gives the masks of
    annotation rows, None where there is none that can be read; `polygons` the numbers of their polygons, by part.
    `issued` holds, by file set, the largest id that was given out in this stage.
    """

    columns: Columns
    table: str
    rows: Any
    stage: str
    names: Collection[str]
    parameter: Callable[[str], Any]
    masks: Callable[[Any], list[Mask | None]]
    polygons: Callable[[Any], list[list[Sequence[float]]]] = no_polygons
    issued: dict[int, int] = field(default_factory=dict)
