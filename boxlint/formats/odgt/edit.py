"""Edit ODGT: the numbers of the box of the whole body, and whole objects."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.formats.coco.box_text import box_texts, finite_numbers, written_number
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.json_members import list_items, object_members
from boxlint.formats.json_removal import removed_from_lists as removed_spans
from boxlint.formats.odgt.read import BOX

__all__ = ["edit_record", "removed_spans", "wrapped"]

_NUMBERS = 4


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give an object another box; none for what is so or cannot be edited."""
    corners = finite_numbers(values.get("box"), _NUMBERS)
    if table != "annotation" or corners is None:
        return []
    members = {member.key: member for member in object_members(record) or ()}
    spans = list_items(record, members[BOX].start) if BOX in members else None
    texts = [written_number(record[start:end]) for start, end in spans or ()]
    written = [text for text in texts if text is not None]
    if spans is None or len(written) != _NUMBERS or len(texts) != _NUMBERS:
        return []
    return [
        FieldEdit(*span, new.encode(), "box")
        for span, old, new in zip(spans, written, box_texts(written, corners), strict=True)
        if new != old
    ]


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of an ODGT file with one image that has these objects."""
    return b'{"ID": "", "gtboxes": [' + b", ".join(records) + b"]}\n"
