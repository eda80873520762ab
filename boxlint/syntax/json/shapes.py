"""Shapes as JSON records write them: where in a record their numbers are, and what these mean.

A notation goes both ways: numbers that are written become the values of a shape, and new values the numbers to write.
So what a format has to say of a shape is said once, for its reader and for its fixes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from boxlint.syntax.json.numbers import float_of
from boxlint.syntax.written_boxes import Numbers

Path = tuple[str | int, ...]
"""The keys and places that lead from a record to a value in it."""


def _as_written(numbers: Numbers) -> Numbers:
    return numbers


def _as_wanted(values: Numbers, _: Numbers) -> Numbers:
    return values


class Notation(Struct, frozen=True):
    """One way to write a shape: the `paths` of its numbers in the record.

    `table` is one of `rows.SHAPES` or "polygons"; empty for what is no shape of a detector, a line or a point.
    `read` makes the values of the shape, pixels and radians, of the numbers; `write` makes of new values, and of the
    numbers that are written, those to write; None where that cannot be done exactly. `part`: which polygon of the
    record it is. `are_percents`: numbers are written with the decimals of fractions.
    """

    table: str
    paths: tuple[Path, ...]
    read: Callable[[Numbers], Numbers] = _as_written
    write: Callable[[Numbers, Numbers], Numbers] | None = _as_wanted
    part: int = 0
    are_percents: bool = False


FindShapes = Callable[[Mapping[str, Any]], Sequence[Notation] | None]
"""The shapes that a record writes; None where what should be there is not."""


def numbers_at(value: Any, paths: Sequence[Path]) -> list[float] | None:
    """The numbers that paths lead to; None where one of them leads to none."""
    found: list[float] = []
    for path in paths:
        item = value
        try:
            for step in path:
                item = item[step]
        except (KeyError, IndexError, TypeError):
            return None
        number = float_of(item)
        if number is None:
            return None
        found.append(number)
    return found
