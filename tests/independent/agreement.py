"""How far boxlint and another reader agree on files of a format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.fractions import NOMINAL_SIDE
from tests.independent import Object, find

_SHAPES: Final = {
    "cuboid": ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max"),
    "quad": ("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"),
    "rotated": ("center_x", "center_y", "width", "height", "angle"),
    "box": ("x_min", "y_min", "x_max", "y_max"),
    "polygon": ("x_min", "y_min", "x_max", "y_max"),
}
_TOLERANCE: Final = 1e-6


def agreement(files: Sequence[Path], format: str) -> tuple[int, int]:
    """How many objects another reader finds in some files, and how many of these boxlint reads alike, in this order.

    Compared are the category and the shape that the other reader gives. Files that it cannot read do not count.
    """
    total = agreeing = 0
    for file in files:
        try:
            expected: list[Object] = find(format).objects(file)
        except (ValueError, TypeError, LookupError, AttributeError):
            continue
        total += len(expected)
        agreeing += _in_common(expected, _objects(file, format))
    return total, agreeing


def _in_common(expected: Sequence[Object], own: Sequence[Sequence[Object]]) -> int:
    """How many of the expected objects are found, each after the one before."""
    count = place = 0
    for item in expected:
        found = next((index for index in range(place, len(own)) if _is_among(item, own[index])), None)
        if found is not None:
            count, place = count + 1, found + 1
    return count


def _objects(file: Path, format: str) -> list[list[Object]]:
    """The shapes of each annotation that has any, in order."""
    tables = read_files([SourceFile(file, str(file), format)], ReadOptions())
    has_fractions = bool(len(tables.images)) and bool(tables.images["has_fractions"].all())
    found: dict[int, list[Object]] = {}
    for name, columns in _SHAPES.items():
        table = tables[name]
        values = np.column_stack([table[column] for column in columns]) / (NOMINAL_SIDE if has_fractions else 1)
        for row, numbers in zip(table["annotation"].tolist(), values.tolist(), strict=True):
            found.setdefault(row, []).append((_category(tables, row), tuple(numbers)))
    return [found[row] for row in sorted(found)]


def _category(tables: Any, row: int) -> str:
    """What an annotation writes as its category, and where that is an id of a list, the name in it."""
    category = int(tables.annotations["category"][row])
    if category < 0:
        return ""
    name: str = tables.categories["name"].at(category)
    return name


def _is_among(expected: Object, found: Sequence[Object]) -> bool:
    return any(
        expected[0] == category and len(expected[1]) == len(numbers) and all(map(_are_equal, expected[1], numbers))
        for category, numbers in found
    )


def _are_equal(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE) or (one != one and other != other)  # noqa: PLR0124
