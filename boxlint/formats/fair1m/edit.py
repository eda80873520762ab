"""Edit FAIR1M XML: the corners of objects, the size of the image, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.syntax.xml.edit import element_edits
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.removal import removed_spans as removed_spans
from boxlint.syntax.xml.spans import listed_spans, text_span
from boxlint.syntax.xml.wrapping import enclosed
from boxlint.text.editing import FieldEdit, Values
from boxlint.text.number_edits import number_edits

_SIDES: Final = {"width": ("size", "width"), "height": ("size", "height")}
_NUMBERS: Final = 10


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `object` element, or the size of an image, other numbers; the ring stays closed.

    None for what is already so or cannot be edited.
    """
    return element_edits(table, record, values, _SIDES, _edit_object)


def _edit_object(record: bytes, element: Element, values: Values) -> list[FieldEdit]:
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
