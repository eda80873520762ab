"""Edit LabelMe XML: the vertices of polygons, boxes, the size of the image, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.labelme_xml.outline import coordinates, is_box, vertices
from boxlint.formats.number_edits import Span, number_edits
from boxlint.formats.xml_elements import Element, read_element
from boxlint.formats.xml_removal import removed_spans as removed_spans
from boxlint.formats.xml_sizes import size_edits
from boxlint.formats.xml_spans import text_span
from boxlint.formats.xml_wrapping import enclosed

_SIDES: Final = {"width": ("imagesize", "ncols"), "height": ("imagesize", "nrows")}


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `object` element, or the size of an image, other numbers.

    None for what is already so or cannot be edited: the box around a mask is what its file says.
    """
    element = read_element(record) if table in ("annotation", "image") else None
    if element is None:
        return []
    if table == "image":
        return size_edits(record, element, values, _SIDES)
    numbers = _numbers(element)
    if not numbers:
        return []
    drawn = is_box(element, numbers)
    if drawn and "box" in values:
        return _edits(record, element, _corners(numbers, values["box"]), "box")
    polygon = values.get("polygons", {}).get(0, ())
    if drawn or len(polygon) != len(numbers) or len(values["polygons"]) > 1:
        return []
    return _edits(record, element, polygon, "polygons")


def _corners(numbers: Sequence[float], box: Sequence[float]) -> list[float]:
    """The corners of a box, x and y in turn, in the order of those of another."""
    x_min, y_min, x_max, y_max = box
    left, top = min(numbers[::2]), min(numbers[1::2])
    found: list[float] = []
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        found += (x_min if x == left else x_max, y_min if y == top else y_max)
    return found


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
