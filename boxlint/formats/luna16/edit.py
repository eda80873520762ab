"""Edit LUNA16's lists of nodules: whole lines. Coordinates of the world are given no other values."""

from __future__ import annotations

from collections.abc import Sequence

from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.line_removal import removed_spans as removed_spans
from boxlint.formats.luna16.lines import NUMBERS, SERIES


def edit_record(_table: str, _record: bytes, _values: Values) -> list[FieldEdit]:
    """No edits: what a fix knows of a box has been through the transform of its volume."""
    return []


def wrapped(records: Sequence[bytes]) -> bytes:
    """The text of a list of these lines, in the usual columns."""
    return b"".join(line + b"\n" for line in (",".join((SERIES, *NUMBERS)).encode(), *records))
