"""Edit FAIR1M XML: the corners of objects, the size of the image, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.number_edits import number_edits
from boxlint.formats.xml_elements import read_element
from boxlint.formats.xml_removal import removed_spans as removed_spans
from boxlint.formats.xml_sizes import size_edits
from boxlint.formats.xml_spans import listed_spans, text_span
from boxlint.formats.xml_wrapping import enclosed

_SIDES: Final = {"width": ("size", "width"), "height": ("size", "height")}
_NUMBERS: Final = 10


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `object` element, or the size of an image, other numbers; the ring stays closed.

    None for what is already so or cannot be edited.
    """
    element = read_element(record) if table in ("annotation", "image") else None
    if element is None:
        return []
    if table == "image":
        return size_edits(record, element, values, _SIDES)
    ring = element.child("points")
    if "quad" not in values or ring is None:
        return []
    places = [text_span(record, point) for point in ring.named("point")]
    spans = [span for place in places if place is not None for span in listed_spans(record, place)]
    corners = values["quad"]
    # the last point repeats the first
    return number_edits(record, spans, (*corners, *corners[:2]), "quad") if len(spans) == _NUMBERS else []


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these `object` elements and nothing else."""
    return enclosed(records, b"annotation", b"objects")
