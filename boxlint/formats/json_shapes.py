"""Shapes as JSON records write them: where in a record their numbers are, and what these mean.

A notation goes both ways: numbers that are written become the values of a shape, and new values the numbers to write.
So what a format has to say of a shape is said once, for its reader and for its fixes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_nodes import Node, read_root
from boxlint.formats.json_numbers import float_of
from boxlint.formats.json_text import JsonError
from boxlint.formats.number_edits import Span, fraction_edits, number_edits
from boxlint.formats.numbers import number_text

Numbers = Sequence[float]
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
_FIELDS = {"boxes": "box", "quads": "quad", "rotated": "rotated"}


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


def from_two_points(numbers: Numbers) -> Numbers:
    """The box between two opposite corners, given in any order as x and y of each."""
    (x_min, x_max), (y_min, y_max) = (_ordered(numbers[axis], numbers[axis + 2]) for axis in (0, 1))
    return x_min, y_min, x_max, y_max


def to_two_points(values: Numbers, written: Numbers) -> Numbers:
    """Two opposite corners, each on the side of the other on which it was."""
    x, y = ((values[axis], values[axis + 2]) for axis in (0, 1))
    if written[0] > written[2]:
        x = x[::-1]
    if written[1] > written[3]:
        y = y[::-1]
    return x[0], y[0], x[1], y[1]


def _ordered(first: float, second: float) -> tuple[float, float]:
    # a NaN stays where it is
    return (second, first) if first > second else (first, second)


def are_upright(corners: Numbers) -> bool:
    """Whether four corners, x and y in turn, are those of an upright rectangle: each in one of two columns and rows."""
    xs, ys = corners[::2], corners[1::2]
    return len({*zip(xs, ys, strict=True)}) == 4 and len({*xs}) == len({*ys}) == 2


def from_corners(numbers: Numbers) -> Numbers:
    """The extent of corners, x and y in turn."""
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def to_corners(values: Numbers, written: Numbers) -> Numbers:
    """The corners of an upright rectangle, in the order in which they were."""
    x_min, y_min, x_max, y_max = values
    old = from_corners(written)
    return [
        (x_min if number == old[0] else x_max) if place % 2 == 0 else (y_min if number == old[1] else y_max)
        for place, number in enumerate(written)
    ]


def from_position(numbers: Numbers) -> Numbers:
    """The box of x, y, width and height, where x and y are its left upper corner."""
    x, y, width, height = numbers
    return x, y, x + width, y + height


def to_position(values: Numbers, _: Numbers) -> Numbers:
    """Left upper corner, width and height of a box."""
    x_min, y_min, x_max, y_max = values
    return x_min, y_min, x_max - x_min, y_max - y_min


def from_center(numbers: Numbers) -> Numbers:
    """The box of x, y, width and height, where x and y are its centre."""
    x, y, width, height = numbers
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def to_center(values: Numbers, _: Numbers) -> Numbers:
    """Centre, width and height of a box."""
    x_min, y_min, x_max, y_max = values
    return (x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min


def shape_edits(record: bytes, values: Values, find_shapes: FindShapes) -> list[FieldEdit]:
    """The edits that give the shapes of a record new values; none for what is so or cannot be written exactly."""
    try:
        node = read_root(record)
    except JsonError:
        return []
    shapes = find_shapes(node.value) or () if isinstance(node.value, dict) else ()
    edits: list[FieldEdit] = []
    for table, field in _FIELDS.items():
        fitting = [shape for shape in shapes if shape.table == table]
        if field in values and len(fitting) == 1:
            edits += _edits(node, fitting[0], [float(value) for value in values[field]], field)
    polygons = {shape.part: shape for shape in shapes if shape.table == "polygons"}
    for part, numbers in values.get("polygons", {}).items():
        if part in polygons and numbers:
            edits += _edits(node, polygons[part], numbers, "polygons")
    return sorted(edits, key=lambda edit: edit.start)


def size_edits(record: bytes, values: Values, paths: Mapping[str, Path]) -> list[FieldEdit]:
    """The edits that give an image another width or height, where they are written at `paths`."""
    wanted = [side for side in paths if values.get(side) is not None]
    if not wanted:
        return []
    node = read_root(record)
    edits: list[FieldEdit] = []
    for side in wanted:
        written = numbers_at(node.value, [paths[side]])
        if written and written[0] != values[side]:
            ((start, end),) = _spans_at(node, [paths[side]])
            text = number_text(values[side], 0, record[start:end].decode())
            edits.append(FieldEdit(start, end, text.encode(), side))
    return sorted(edits, key=lambda edit: edit.start)


def read_polygons(record: bytes, find_shapes: FindShapes) -> list[list[float]]:
    """The numbers of a record's polygons, by part; nothing of a part that is none."""
    value = read_root(record).value
    shapes = find_shapes(value) or () if isinstance(value, dict) else ()
    parts = {
        shape.part: [*shape.read(numbers_at(value, shape.paths) or ())] for shape in shapes if shape.table == "polygons"
    }
    return [parts.get(part, []) for part in range(max(parts, default=-1) + 1)]


def _edits(node: Node, shape: Notation, values: Numbers, field: str) -> list[FieldEdit]:
    written = numbers_at(node.value, shape.paths)
    if written is None or shape.write is None or len(values) != len(shape.read(written)):
        return []
    # a number that would be the same for the old shape keeps its text, whatever is lost on the way
    same, new = shape.write(shape.read(written), written), shape.write(values, written)
    wanted = [old if now == before else now for old, before, now in zip(written, same, new, strict=True)]
    edit = fraction_edits if shape.are_percents else number_edits
    return edit(node.text, _spans_at(node, shape.paths), wanted, field)


def _spans_at(node: Node, paths: Sequence[Path]) -> list[Span]:
    """The spans of the values that paths lead to; every list and object on the way is looked through once."""
    known: dict[Path, Mapping[Any, Node]] = {}
    spans = []
    for path in paths:
        found = node
        for depth, step in enumerate(path):
            before = path[:depth]
            if before not in known:
                known[before] = dict(enumerate(found.items())) if found.is_list else found.members()
            found = known[before][step]
        spans.append((found.start, found.end))
    return spans
