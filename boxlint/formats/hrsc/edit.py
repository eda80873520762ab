"""Edit HRSC2016 XML: the numbers of both boxes, the size of the image, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.hrsc.fields import BOX, ROTATED
from boxlint.formats.number_edits import number_edits, rotated_edits
from boxlint.formats.xml_elements import read_element
from boxlint.formats.xml_removal import removed_spans as removed_spans
from boxlint.formats.xml_sizes import size_edits
from boxlint.formats.xml_spans import text_span
from boxlint.formats.xml_wrapping import enclosed

_SIDES: Final = {"width": ("Img_SizeWidth",), "height": ("Img_SizeHeight",)}
_FIELDS: Final = (("box", BOX, number_edits), ("rotated", ROTATED, rotated_edits))


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an `HRSC_Object` element, or the size of an image, other numbers.

    None for what is already so or cannot be edited.
    """
    element = read_element(record) if table in ("annotation", "image") else None
    if element is None:
        return []
    if table == "image":
        return size_edits(record, element, values, _SIDES)
    edits: list[FieldEdit] = []
    for field, keys, new_edits in _FIELDS:
        spans = [text_span(record, element.child(key)) for key in keys]
        known = [span for span in spans if span is not None]
        if field in values and len(known) == len(keys):
            edits += new_edits(record, known, values[field], field)
    return sorted(edits, key=lambda edit: edit.start)


def wrapped(records: Sequence[bytes]) -> bytes:
    """A document that holds these `HRSC_Object` elements and nothing else."""
    return enclosed(records, b"HRSC_Image", b"HRSC_Objects")
