"""Edit JSON records whose shapes stand at paths: their numbers, the sizes of images, and whole records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from boxlint.syntax.json.nodes import Node, read_root
from boxlint.syntax.json.removal import removed_from_lists
from boxlint.syntax.json.shapes import FindShapes, Notation, Path, numbers_at
from boxlint.syntax.json.text import JsonError
from boxlint.syntax.written_boxes import Numbers
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.number_edits import Span, fraction_edits, number_edits
from boxlint.text.numbers import number_text
from boxlint.text.source import Buffer

_FIELDS: Final = {"boxes": "box", "quads": "quad", "rotated": "rotated"}


class JsonEditor(Struct, frozen=True):
    """What edits the files of a format: where its records have shapes, and images their `size`, side by side.

    `opening` and `closing` stand around the records of a file that holds nothing else, `separator` between them.
    """

    find_shapes: FindShapes
    opening: bytes
    closing: bytes
    separator: bytes = b", "
    size: Mapping[str, Path] = field(default_factory=dict)

    def edit_record(self, table: str, record: bytes, values: Values) -> list[FieldEdit]:
        """The edits that give a record other numbers; none for what is so or cannot be written exactly."""
        if table == "image":
            return _size_edits(record, values, self.size)
        return _shape_edits(record, values, self.find_shapes) if table == "annotation" else []

    def read_polygons(self, record: bytes) -> list[list[float]]:
        """The numbers of a record's polygons in pixels, by part; nothing of a part that is none."""
        value = read_root(record).value
        shapes = self.find_shapes(value) or () if isinstance(value, dict) else ()
        parts = {
            shape.part: [*shape.read(numbers_at(value, shape.paths) or ())]
            for shape in shapes
            if shape.table == "polygons"
        }
        return [parts.get(part, []) for part in range(max(parts, default=-1) + 1)]

    def removed_spans(self, data: Buffer, starts: Any, ends: Any, removed: Any) -> list[Span]:
        """The spans to cut so that the records where `removed` (N,) holds are gone, with their commas."""
        return removed_from_lists(data, starts, ends, removed)

    def wrapped(self, records: Sequence[bytes]) -> bytes:
        """The text of a file that holds these records and nothing else."""
        return self.opening + self.separator.join(records) + self.closing


def _shape_edits(record: bytes, values: Values, find_shapes: FindShapes) -> list[FieldEdit]:
    """The edits that give the shapes of a record new values; none for what is so or cannot be written exactly."""
    try:
        node = read_root(record)
    except JsonError:
        return []
    shapes = find_shapes(node.value) or () if isinstance(node.value, dict) else ()
    edits: list[FieldEdit] = []
    for table, name in _FIELDS.items():
        fitting = [shape for shape in shapes if shape.table == table]
        if name in values and len(fitting) == 1:
            edits += _edits(node, fitting[0], [float(value) for value in values[name]], name)
    polygons = {shape.part: shape for shape in shapes if shape.table == "polygons"}
    for part, numbers in values.get("polygons", {}).items():
        if part in polygons and numbers:
            edits += _edits(node, polygons[part], numbers, "polygons")
    return sorted(edits, key=lambda edit: edit.start)


def _size_edits(record: bytes, values: Values, paths: Mapping[str, Path]) -> list[FieldEdit]:
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
