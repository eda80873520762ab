"""Edit LabelMe XML: the vertices of polygons, boxes, the size of the image, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.labelme_xml.outline import coordinates, is_box, vertices
from boxlint.syntax.written_boxes import to_corners
from boxlint.syntax.xml.edit import element_edits
from boxlint.syntax.xml.elements import Element, read_element
from boxlint.syntax.xml.removal import removed_spans as removed_spans
from boxlint.syntax.xml.spans import text_span
from boxlint.syntax.xml.wrapping import enclosed
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.number_edits import Span, number_edits

_SIDES: Final = {"width": ("imagesize", "ncols"), "height": ("imagesize", "nrows")}


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `object` element, or the size of an image, other numbers.

    None for what is already so or cannot be edited: the box around a mask is what its file says.
    """
    return element_edits(table, record, values, _SIDES, _edit_object)


def _edit_object(record: bytes, element: Element, values: Values) -> list[FieldEdit]:
    numbers = _numbers(element)
    if not numbers:
        return []
    drawn = is_box(element, numbers)
    if drawn and "box" in values:
        return _edits(record, element, to_corners(values["box"], numbers), "box")
    polygon = values.get("polygons", {}).get(0, ())
    if drawn or len(polygon) != len(numbers) or len(values["polygons"]) > 1:
        return []
    return _edits(record, element, polygon, "polygons")


def _edits(record: bytes, element: Element, numbers: Sequence[float], field: str) -> list[FieldEdit]:
    places = [text_span(record, point.child(axis)) for point in vertices(element) for axis in "xy"]
    spans: list[Span] = [place for place in places if place is not None]
    return sorted(number_edits(record, spans, numbers, field), key=lambda edit: edit.start)


def _numbers(element: Element) -> list[float]:
    """The numbers of the polygon, x and y in turn; none where one of them is none."""
    found = [number for point in vertices(element) for number in coordinates(point)]
    numbers = [number for number in found if number is not None]
    return numbers if len(numbers) == len(found) else []


def read_polygons(record: bytes) -> list[list[float]]:
    """The polygon of an object, in pixels."""
    element = read_element(record)
    numbers = _numbers(element) if element else []
    return [numbers] if element and numbers and not is_box(element, numbers) else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these `object` elements and nothing else."""
    return enclosed(records, b"annotation")
