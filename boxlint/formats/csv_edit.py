"""Edit CSV text: numbers in their fields, with their quotes and their decimal comma, and whole records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct

from boxlint.formats.csv_layout import Layout
from boxlint.formats.csv_numbers import has_decimal_comma
from boxlint.formats.csv_records import Field, split_record
from boxlint.formats.editing import FieldEdit, Values
from boxlint.formats.line_removal import removed_spans
from boxlint.formats.number_edits import fraction_edits, number_edits
from boxlint.formats.text import Buffer

_ACROSS: Final = 2


class CsvEditor(Struct, frozen=True):
    """What edits one CSV file, by where its columns stand."""

    layout: Layout

    def edit_record(self, table: str, record: bytes, values: Values) -> list[FieldEdit]:
        """The edits that give a record other values; none for what is so or cannot be edited."""
        if table != "annotation" or "box" not in values:
            return []
        fields = split_record(record, self.layout.separator)
        if len(fields) != self.layout.count:
            return []
        places = [fields[place] for place in self.layout.boxes]
        return self._edit_box(record, places, values)

    def _edit_box(self, record: bytes, fields: Sequence[Field], values: Values) -> list[FieldEdit]:
        spans = [(field.start, field.end) for field in fields]
        box: Sequence[float] = values["box"]
        # a decimal comma is as long as a point
        plain = bytearray(record)
        for field in fields:
            if has_decimal_comma(field.text):
                plain[field.start : field.end] = plain[field.start : field.end].replace(b",", b".")
        if self.layout.columns.are_fractions:
            sizes = values.get("size", ())
            if len(sizes) != _ACROSS:
                return []
            edits = fraction_edits(
                bytes(plain), spans, [side / sizes[axis % 2] for axis, side in enumerate(box)], "box"
            )
        else:
            edits = number_edits(bytes(plain), spans, box, "box")
        # x_max may stand before y_min
        return sorted((self._in_style(edit, fields) for edit in edits), key=lambda edit: edit.start)

    def _in_style(self, edit: FieldEdit, fields: Sequence[Field]) -> FieldEdit:
        """An edit with a decimal comma where its field has one, or the others have and it may."""
        field = next(field for field in fields if field.start == edit.start)
        may_have = field.is_quoted or self.layout.separator != b","
        if not may_have or not any(has_decimal_comma(other.text) for other in fields):
            return edit
        return FieldEdit(edit.start, edit.end, edit.replacement.replace(b".", b","), edit.field)

    def removed_spans(self, data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
        """The spans to cut so that the records where `removed` (N,) holds are gone, each with its line end."""
        return removed_spans(data, starts, ends, removed)

    def wrapped(self, records: Sequence[bytes]) -> bytes:
        """The text of these records, after the header if there is one."""
        header = [self.layout.header] if self.layout.header else []
        return b"".join(record + b"\n" for record in (*header, *records))
