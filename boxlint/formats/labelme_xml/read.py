"""Read LabelMe XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from boxlint.formats.labelme_xml.outline import coordinates, extent, is_box, vertices
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.syntax.written_boxes import from_corners
from boxlint.syntax.xml.elements import Element
from boxlint.syntax.xml.files import Directives, read_trees
from boxlint.text.numbers import number_or_nan

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

RECORDS: Final = {"annotation": ("object",)}
_OF_A_BOX: Final = 4


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of LabelMe XML."""
    return read_trees(files, options, "annotation", RECORDS, Objects)


class Objects:
    """The objects of one file: rows in `polygons`, or in `boxes` where they were drawn as boxes or are masks in files.

    Deleted objects are no training target.
    """

    def __init__(self, file: int, rows: Rows) -> None:
        self._file, self._rows = file, rows

    def add(self, record: Element, index: int, _: Element) -> None:
        """An object, of the category that its `name` is."""
        name = record.child("name")
        category = None if name is None or name.children else name.text
        is_mask = record.child("segm") is not None and record.child("polygon") is None
        found = extent(record) if is_mask else [number for point in vertices(record) for number in coordinates(point)]
        numbers = [number for number in found if number is not None]
        is_whole = len(numbers) == len(found) and (is_mask or record.child("polygon") is not None)
        has_box = is_mask or (is_whole and is_box(record, numbers))
        expected = _OF_A_BOX if has_box else 0
        row = self._rows.add_annotation(self._file, category, index, (record.start, record.end), NAN, expected)
        fault = _find_fault(record, category, index)
        if fault is not None:
            self._rows.faults[row] = fault
        if number_or_nan(record.fields().get("deleted")) == 1:
            self._rows.set(row, is_target=False)
        if is_whole and has_box:
            self._rows.add_shape("boxes", row, numbers if is_mask else from_corners(numbers))
        elif is_whole:
            self._rows.add_polygon(row, 0, numbers)
            self._rows.set(row, has_mask=True)

    def finish(self, root: Element, end: int, outside: Directives) -> Directives:
        """The image, `nrows` high and `ncols` wide."""
        name = root.child("filename")
        sides = (root.child("imagesize", side) for side in ("ncols", "nrows"))
        width, height = (number_or_nan(side.text) if side else NAN for side in sides)
        file_name = name.text.strip() if name else ""
        self._rows.images[self._file] = ImageRow(self._file, root.start, end, file_name, width, height)
        return outside


def _find_fault(record: Element, category: str | None, index: int) -> Fault | None:
    if not record.children:
        return Fault(_explain(record.text, index), is_malformed=True, coordinate_count=NAN)
    polygon, segment = record.child("polygon"), record.child("segm")
    fields: dict[str, Any] = record.fields()
    if polygon is not None:
        fields.pop("segm", None)
        fields["polygon"] = [point.fields() if point.children else point.text for point in polygon.named("pt")]
        written = [number for point in polygon.named("pt") for number in coordinates(point)]
        is_malformed = any(point.child("x") is None or point.child("y") is None for point in polygon.named("pt"))
        missing = ""
    else:
        written = list(extent(record))
        is_malformed = False
        missing = "polygon" if segment is None else "" if segment.child("box") else "box"
    missing = "name" if category is None else missing
    is_not_numeric = None in written and not missing and not is_malformed
    if not missing and not is_malformed and not is_not_numeric:
        return None
    count = NAN if polygon is None and segment is None else None
    return Fault(_explain(fields, index), missing, is_malformed, is_not_numeric, count)


def _explain(fields: Any, index: int) -> str:
    # pydantic is imported where something is wrong
    from boxlint.formats.labelme_xml.records import explain

    return explain(fields, f"object[{index + 1}]")
