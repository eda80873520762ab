"""Edits of annotation XML: the numbers of boxes, and whole objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from boxlint.formats.coordinates import coordinate_texts, rotated_texts
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.numbers import parse_number
from boxlint.formats.xml_leaves import Leaf, Leaves, read_leaves
from boxlint.formats.xml_objects import Shape, find_shapes
from boxlint.formats.xml_removal import removed_spans as removed_spans
from boxlint.formats.xml_sizes import side_edits
from boxlint.formats.xml_wrapping import enclosed


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
    found = {side: size.get(side) if isinstance(size, dict) else None for side in ("width", "height")}
    spans = {side: leaf.place(record) if isinstance(leaf, Leaf) else None for side, leaf in found.items()}
    return side_edits(record, spans, values)


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


_FIELDS: Final = (
    ("box", "boxes", coordinate_texts),
    ("quad", "quads", coordinate_texts),
    ("rotated", "rotated", rotated_texts),
)


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these `object` elements and nothing else."""
    return enclosed(records, b"annotation")
