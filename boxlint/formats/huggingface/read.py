"""Read Hugging Face object detection: a row an image, boxes x, y, width, height in pixels.

A Parquet file is read as the JSON lines that it would be as `metadata.jsonl`; the names of its classes are in its
schema.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from boxlint.formats.huggingface.entries import OBJECTS, Entry, find_member, read_row
from boxlint.joining import concatenate
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, FileRow, ImageRow
from boxlint.rows.tables import build_tables
from boxlint.syntax.json.lines import Line, read_json_lines
from boxlint.syntax.json.numbers import as_number, float_of, number_in

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_EXPECTED: Final = 4
_NAMES: Final = ("file_name", "image_id", "id")
"""What an image is called by, the first of them that is there."""
_SIZE: Final = ("width", "height")


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of files, each a file set of its own. Never raises: what is wrong with an object stands in its row."""
    return concatenate([_read_file(file, options) for file in files])


def _read_file(file: SourceFile, options: ReadOptions) -> Tables:
    if file.path.suffix.lower() != ".parquet":
        return read_json_lines([file], options, partial(_add_row, names=None, count_from=1))
    from boxlint.formats.huggingface.rendering import ParquetError, class_names, render

    try:
        names = class_names(file.path)
        content = render(file.path) if file.content is None else file.content
    except ParquetError as error:
        options.progress(1)
        return build_tables(Rows([FileRow(is_unreadable=True, problem=str(error))]), [file], options)
    lines = replace(file, content=content)
    return read_json_lines([lines], options, partial(_add_row, names=names, count_from=0))


def _add_row(
    line: Line, file: int, _: SourceFile, rows: Rows, *, names: Mapping[str, str] | None, count_from: int
) -> None:
    """Adds an image and its objects. Lines are counted from 1, rows of Parquet from 0, as pandas does."""
    members = line.node.members()
    written: dict[str, Any] = {name: members[name].value for name in (*_NAMES, *_SIZE) if name in members}
    name = find_member(written, _NAMES)
    rows.listed = names
    rows.lacks_sizes = "width" not in written and (rows.lacks_sizes or not rows.images)
    width, height = (as_number(written.get(side)) for side in _SIZE)
    image = ImageRow(file, line.node.start, line.node.end, "" if name is None else str(name), width, height)
    place = f"line {line.number}" if count_from else f"row {line.number - 1}"
    if not line.node.is_object:
        image.columns = {"is_malformed": True, "problem": f"{place}: expected an object"}
    row = read_row(members.get(OBJECTS))
    if row.surplus:
        # what lacks a class says so itself
        count = len(row.entries)
        image.columns |= {"written_box_count": count, "written_label_count": count + row.surplus}
    number = rows.add_image(image)
    first = rows.count
    for index, entry in enumerate(row.entries):
        _add_object(entry, first + index, f"{place}, {OBJECTS}[{index}]", file, number, rows)


def _add_object(entry: Entry, index: int, place: str, file: int, image: int, rows: Rows) -> None:
    value = entry.value if isinstance(entry.value, dict) else {}
    category = value.get("category")
    is_class = isinstance(category, (int, str)) and not isinstance(category, bool)
    box = value.get("bbox")
    numbers = [float_of(number) for number in box] if isinstance(box, list) else []
    span = (entry.record.start, entry.record.end)
    row = rows.add_annotation(file, str(category) if is_class else None, index, span, NAN, _EXPECTED, image)
    if entry.is_crowd:
        rows.set(row, iscrowd=True, is_target=False)
    fault = _find_fault(entry, numbers)
    if fault is not None:
        from boxlint.formats.huggingface.records import explain

        rows.faults[row] = replace(fault, problem=explain(entry.value, place))
        if fault.coordinates_not_numeric and isinstance(box, list):
            rows.set(row, coordinates_are_convertible=None not in [float_of(number_in(number)) for number in box])
    if fault is None or fault.leaves_geometry:
        x, y, width, height = (number for number in numbers if number is not None)
        rows.add_shape("boxes", row, (x, y, x + width, y + height))


def _find_fault(entry: Entry, numbers: Sequence[float | None]) -> Fault | None:
    if not isinstance(entry.value, dict):
        return Fault(is_malformed=True, coordinate_count=NAN)
    box: Any = entry.value.get("bbox")
    missing = "bbox" if box is None else "category" if entry.needs_category else ""
    is_not_numeric = box is not None and (not isinstance(box, list) or None in numbers)
    count = None if len(numbers) == _EXPECTED else len(numbers) if isinstance(box, list) else NAN
    if missing or is_not_numeric or count is not None:
        return Fault("", missing, False, is_not_numeric, count)
    return None
