"""Read HRSC2016 XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.hrsc.fields import BOX, ROTATED
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.files import Directives, read_trees
from boxlint.text.numbers import number_or_nan, parse_number

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

RECORDS: Final = {"HRSC_Objects": ("HRSC_Object",)}


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of HRSC2016 XML."""
    return read_trees(files, options, "HRSC_Image", RECORDS, Ships)


class Ships:
    """The ships of one file, each with a row in `boxes` and one in `rotated`, as far as they are written."""

    def __init__(self, file: int, rows: Rows) -> None:
        self._file, self._rows = file, rows

    def add(self, record: Element, index: int, _: Element) -> None:
        """A ship, of the category that its `Class_ID` names."""
        fields = record.fields()
        category = fields.get("Class_ID")
        category = category if isinstance(category, str) else None
        difficult = number_or_nan(fields.get("difficult"))
        row = self._rows.add_annotation(
            self._file, category, index, (record.start, record.end), difficult, len(ROTATED)
        )
        fault = _find_fault(record, fields, index)
        if fault is not None:
            self._rows.faults[row] = fault
        for table, keys in (("boxes", BOX), ("rotated", ROTATED)):
            numbers = [_number(fields, key) for key in keys]
            if None not in numbers:
                self._rows.add_shape(table, row, numbers)

    def finish(self, root: Element, end: int, outside: Directives) -> Directives:
        """The image, by its name without an extension."""
        fields = root.fields()
        name = fields.get("Img_FileName")
        width, height = (number_or_nan(fields.get(f"Img_Size{side}")) for side in ("Width", "Height"))
        file_name = name.strip() if isinstance(name, str) else ""
        self._rows.images[self._file] = ImageRow(self._file, root.start, end, file_name, width, height)
        return outside


def _number(fields: dict[str, Any], key: str) -> float | None:
    text = fields.get(key)
    return parse_number(text) if isinstance(text, str) else None


def _explain(fields: Any, index: int) -> str:
    # pydantic is imported where something is wrong
    from boxlint.formats.hrsc.records import explain

    return explain(fields, f"HRSC_Object[{index + 1}]")


def _find_fault(record: Element, fields: dict[str, Any], index: int) -> Fault | None:
    shapes = [keys for keys in (BOX, ROTATED) if not fields.keys().isdisjoint(keys)]
    if not fields:
        return Fault(_explain(record.text, index), is_malformed=True, coordinate_count=NAN)
    needed = ("Class_ID", *(key for keys in shapes or (ROTATED,) for key in keys))
    missing = next((key for key in needed if key not in fields), "")
    is_not_numeric = any(key in fields and _number(fields, key) is None for key in needed[1:])
    if not missing and not is_not_numeric and isinstance(fields["Class_ID"], str):
        return None
    missing = missing or ("" if isinstance(fields["Class_ID"], str) else "Class_ID")
    count = None if shapes else NAN
    return Fault(_explain(fields, index), missing, coordinates_not_numeric=is_not_numeric, coordinate_count=count)
