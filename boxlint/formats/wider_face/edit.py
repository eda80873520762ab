"""Edit WIDER FACE text: boxes, and faces with the number of them that stands above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.line_removal import removed_spans as removed_spans
from boxlint.formats.lines.edit import shape_edits
from boxlint.formats.lines.fields import split_at_blanks
from boxlint.formats.wider_face.fields import NAMES, read_line

_HEAD: Final = re.compile(rb".*?(?P<end>\r\n|\n|\r)\s*(?P<count>\d+)\s*", re.DOTALL)
_NO_FACE: Final = b" ".join([b"0"] * len(NAMES))


def edit_record(table: str, record: bytes, values: Values) -> list[FieldEdit]:
    """The edits that give the line of a face another box; none for what is so or cannot be edited."""
    return shape_edits(record, read_line(record), split_at_blanks, values) if table == "annotation" else []


def recount(record: bytes, removed: int) -> list[FieldEdit]:
    """The edit of an image, its path and the number of its faces, from which so many go.

    Loaders expect a line of zeros below a number that is 0.
    """
    found = _HEAD.fullmatch(record)
    if found is None:
        return []
    left = int(found["count"]) - removed
    text = b"%d" % left if left > 0 else b"0" + found["end"] + _NO_FACE
    return [FieldEdit(*found.span("count"), text, "count")]


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of one image with these faces."""
    return b"\n".join([b"image.jpg", b"%d" % len(records), *records]) + b"\n"
