"""Objects of annotation tools' JSON: a category and shapes in a record, which become rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from boxlint.rows.directives import KEY, from_json
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, SHAPES, Fault
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.shapes import FindShapes, numbers_at
from boxlint.text.quoting import in_words

_BOX: Final = 4


class ObjectReader(Struct, frozen=True):
    """How the objects of a format are read.

    `find_category`: the name that a record writes, None for none. `find_fault`: what is wrong with a record, given the
    place that its sentence names. `find_marks`: other columns of the annotation table that a record sets.
    """

    find_shapes: FindShapes
    find_category: Callable[[Mapping[str, Any]], str | None]
    find_fault: Callable[[Any, str], Fault | None]
    find_marks: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _: {}

    def add(self, node: Node, place: str, rows: Rows, *, file: int, index: int, image: int) -> int:
        """The row of a record, with its shapes."""
        value = node.value
        record: Mapping[str, Any] = value if isinstance(value, dict) else {}
        shapes = self.find_shapes(record) if record else None
        category = self.find_category(record)
        numbers = [numbers_at(value, shape.paths) for shape in shapes or ()]
        # a record that is no box has no numbers that could be too few
        expected = len(SHAPES.get(shapes[0].table, "?")) - 1 if shapes else _BOX * (shapes is None)
        row = rows.add_annotation(file, category, index, (node.start, node.end), NAN, expected, image)
        if shapes is None or category is None or None in numbers:
            rows.faults[row] = self.find_fault(value, place) or _unknown_fault(value, place)
        for shape, found in zip(shapes or (), numbers, strict=True):
            if found is None or not shape.table:
                continue
            if shape.table == "polygons":
                rows.add_polygon(row, shape.part, shape.read(found))
            else:
                rows.add_shape(shape.table, row, shape.read(found))
        marks = dict(self.find_marks(record))
        if shapes is not None and not any(shape.table for shape in shapes):
            marks["is_target"] = False
        if marks:
            rows.set(row, **marks)
        if KEY in record:
            rows.directives[row] = from_json(record[KEY])
        return row


def _unknown_fault(value: Any, place: str) -> Fault:
    return Fault(f"{place}: expected an object of this format, got {in_words(value)}", is_malformed=True)


def label_text(value: Any) -> str | None:
    """The name that a label writes, a number among them; None for any other value."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def items_of(holder: Node, members: Mapping[str, Node], key: str, place: str) -> tuple[Sequence[Node], dict[str, Any]]:
    """The records in a list of an object, and the columns of the image table that say why there are none to read.

    `members` are those of the object, which stands at `place`.
    """
    if not holder.is_object:
        return (), {"is_malformed": True, "problem": f"{place}: expected an object, got {in_words(holder.value)}"}
    node = members.get(key)
    if node is None:
        return (), {"missing_field": key, "problem": f"{place}: {key} is missing".removeprefix(": ")}
    if node.is_list:
        return node.items(), {}
    where = f"{place}.{key}".removeprefix(".")
    return (), {"is_malformed": True, "problem": f"{where}: expected a list, got {in_words(node.value)}"}


def whole_file_fault(rows: Rows, file: int, expected: str, root: Node) -> None:
    """Says of a file that is JSON of another form what was expected of it."""
    row = rows.files[file]
    row.is_unreadable, row.problem_start = True, root.start
    row.problem = f"expected {expected}, got {in_words(root.value)}"
