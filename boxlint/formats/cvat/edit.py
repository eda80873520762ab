"""Edit CVAT XML: boxes, rotated boxes, polygons, the size of images, and whole shapes and images."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from boxlint.formats.cvat.shapes import BOXES
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.number_edits import number_edits
from boxlint.formats.numbers import number_text, parse_number
from boxlint.formats.xml_elements import read_element
from boxlint.formats.xml_points import read_points, split_points
from boxlint.formats.xml_removal import removed_spans as removed_spans
from boxlint.formats.xml_sizes import side_edits
from boxlint.formats.xml_spans import Span, attribute_spans, listed_spans
from boxlint.formats.xml_wrapping import enclosed

_CORNERS: Final = BOXES["box"].keys
_DECIMALS: Final = 9
"""Of an angle in degrees: anything smaller is the noise of floats."""


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give a shape, or the size of an image, other numbers.

    None for what is already so or cannot be edited: an ellipse and a mask are more than the box around them, and a
    shape of a track belongs to a movement that the tool works out.
    """
    element = read_element(record) if table in ("annotation", "image") else None
    if element is None:
        return []
    spans = attribute_spans(record, element)
    if table == "image":
        sides = {side: spans.get(side) for side in ("width", "height")}
        return side_edits(record, sides, values) if element.name == "image" else []
    if "frame" in element.attributes:
        return []
    if element.name == "box":
        return _edit_box(record, spans, values)
    if element.name == "polygon" and "points" in spans and "polygons" in values:
        return _edit_polygon(record, spans["points"], values)
    return []


def _edit_box(record: bytes, spans: dict[str, Span], values: Values) -> list[FieldEdit]:
    corners = [spans[key] for key in _CORNERS if key in spans]
    if len(corners) < len(_CORNERS):
        return []
    edits: list[FieldEdit] = []
    if "box" in values:
        edits = number_edits(record, corners, values["box"], "box")
    elif "rotated" in values:
        edits = _edit_rotated(record, corners, spans.get("rotation"), values["rotated"])
    return sorted(edits, key=lambda edit: edit.start)


def _edit_rotated(
    record: bytes, corners: Sequence[Span], rotation: Span | None, values: Sequence[float]
) -> list[FieldEdit]:
    """The edits of the corners before the box is turned, and of the angle, which is written in degrees."""
    numbers = [parse_number(record[slice(*span)].decode()) for span in corners]
    text = record[slice(*rotation)].decode() if rotation else ""
    degrees = parse_number(text)
    if rotation is None or degrees is None or None in numbers or not all(map(math.isfinite, values)):
        return []
    x_min, y_min, x_max, y_max = (number for number in numbers if number is not None)
    x, y, width, height, angle = values
    edits: list[FieldEdit] = []
    if (x, y, width, height) != ((x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min):
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        edits = number_edits(record, corners, box, "rotated")
    if angle != math.radians(degrees):
        edits.append(FieldEdit(*rotation, number_text(math.degrees(angle), _DECIMALS, text).encode(), "rotated"))
    return edits


def _edit_polygon(record: bytes, place: Span, values: Values) -> list[FieldEdit]:
    """The edits of vertices; a polygon that is all of its shape can not go, nor get other vertices than it has."""
    changes = values["polygons"]
    spans = listed_spans(record, place)
    if set(changes) != {0} or len(changes[0]) != len(spans):
        return []
    return number_edits(record, spans, changes[0], "polygons")


def read_polygons(record: bytes) -> list[list[float]]:
    """The polygon of a shape, in pixels."""
    element = read_element(record)
    if element is None or element.name != "polygon":
        return []
    points = read_points(split_points(element.attributes.get("points", "")))
    return [list(points.numbers)] if points.is_sound else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these shapes in one image and nothing else."""
    return enclosed(records, b"annotations", b"image")
