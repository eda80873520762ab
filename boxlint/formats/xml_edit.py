"""Edits of annotation XML: the numbers of boxes, and whole objects."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from boxlint.formats.coordinates import coordinate_texts
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.numbers import number_text, parse_number
from boxlint.formats.text import Buffer
from boxlint.formats.xml_leaves import Leaf, Leaves, read_leaves
from boxlint.formats.xml_objects import Shape, find_shapes

_PREFIX: Final = re.compile(rb"<([^\s/>:]+:)")
_BLANKS: Final = b" \t\r\n"


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `object` element, or the size of an image, other numbers.

    None for what is already so or cannot be edited. `box`, `quad` and `rotated` are written where the object has such
    a box; a box is edited whole or not at all.
    """
    leaves = read_leaves(record) if table in ("annotation", "image") else None
    if leaves is None:
        return []
    if table == "image":
        return _edit_size(record, leaves, values)
    shapes = find_shapes(leaves)
    edits: list[FieldEdit] = []
    for field, name, new_texts in _FIELDS:
        fitting = [shape for shape in shapes if shape.table == name]
        # with two quadrilaterals in one object, the values may be meant for either
        if field in values and len(fitting) == 1:
            edits += _edit_shape(record, leaves, fitting[0], field, values[field], new_texts)
    return sorted(edits, key=lambda edit: edit.start)


def _edit_size(record: bytes, leaves: Leaves, values: Values) -> list[FieldEdit]:
    """The edits of the sides that are written as numbers."""
    size = leaves.get("size")
    edits = []
    for side in ("width", "height"):
        leaf = size.get(side) if isinstance(size, dict) else None
        if side not in values or not isinstance(leaf, Leaf):
            continue
        number, place = parse_number(leaf.text), leaf.place(record)
        if place is not None and number is not None and number != values[side]:
            edits.append(FieldEdit(*place, number_text(values[side], 0, leaf.text).encode(), side))
    return sorted(edits, key=lambda edit: edit.start)


def _edit_shape(
    record: bytes,
    leaves: Leaves,
    shape: Shape,
    field: str,
    values: Sequence[float],
    new_texts: Callable[[Sequence[str], Sequence[float]], list[str] | None],
) -> list[FieldEdit]:
    element = leaves[shape.element]
    found = [element.get(key) for key in shape.keys] if isinstance(element, dict) else []
    numbers = [leaf for leaf in found if isinstance(leaf, Leaf) and parse_number(leaf.text) is not None]
    if len(numbers) < len(shape.keys):
        return []
    edits = []
    for leaf, text in zip(numbers, new_texts([leaf.text for leaf in numbers], values) or ()):
        if text == leaf.text:
            continue
        place = leaf.place(record)
        if place is None:
            return []
        edits.append(FieldEdit(place[0], place[1], text.encode(), field))
    return edits


def _rotated_texts(old: Sequence[str], new: Sequence[float]) -> list[str] | None:
    """The texts of center, size and angle: the angle is no coordinate, and all its digits are written."""
    coordinates = coordinate_texts(old[:-1], new[:-1])
    if coordinates is None or new[-1] == parse_number(old[-1]):
        return coordinates and [*coordinates, old[-1]]
    return [*coordinates, number_text(new[-1], None, old[-1])] if math.isfinite(new[-1]) else None


_FIELDS: Final = (
    ("box", "boxes", coordinate_texts),
    ("quad", "quads", coordinate_texts),
    ("rotated", "rotated", _rotated_texts),
)


def removed_spans(data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
    """The spans to cut so that the objects where `removed` (N,) holds are gone, each with the white space before it.

    `starts` and `ends` (N,) int64 are the objects of the file in order; one span an object.
    """
    return [
        (_end_of_what_is_before(data, start), end)
        for start, end in zip(starts[removed].tolist(), ends[removed].tolist(), strict=True)
    ]


def _end_of_what_is_before(data: Buffer, start: int) -> int:
    while start > 0 and data[start - 1] in _BLANKS:
        start -= 1
    return start


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these `object` elements and nothing else."""
    prefix = next((found[1] for found in map(_PREFIX.match, records) if found), b"")
    return b"<%bannotation>\n%b\n</%bannotation>\n" % (prefix, b"\n".join(records), prefix)
