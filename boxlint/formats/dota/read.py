"""Read DOTA text: `x1 y1 x2 y2 x3 y3 x4 y4 category difficult`, pixels, one object a line.

Names with spaces are told from the right; header lines may precede the objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxlint.formats.dota.fields import EXPECTED, LineFields, is_header_line, read_line
from boxlint.formats.dota.together import read_lines
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.rows.small_files import read_small_files
from boxlint.text.lines import split_lines, stem

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of DOTA files. Never raises: what is wrong with a line stands in its row."""
    return read_small_files(files, options, _read_together, _read_alone)


def _read_together(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    """Reads plain files: most lines all at once, and each of the others by itself."""
    joined = []
    for file, content in group:
        if content.count(b"\r") != content.count(b"\r\n"):
            _read_alone(file, content, files[file], rows)
            continue
        joined.append((file, content))
        rows.images[file] = ImageRow(file, 0, len(content), stem(files[file].shown))
    for file, number, index, start, line in read_lines(joined, rows):
        _add_object(line, number, index, file, start, rows)


def _read_alone(file: int, content: Buffer, source_file: SourceFile, rows: Rows) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    rows.images[file] = ImageRow(file, 0, len(source.data), stem(source_file.shown))
    index = 0
    for number, (start, line) in enumerate(split_lines(source.data), 1):
        if not line.strip() or (index == 0 and is_header_line(line)):
            rows.files[file].header_lines += bool(line.strip())
            continue
        _add_object(line, number, index, file, start, rows)
        index += 1


def _add_object(line: bytes, number: int, index: int, file: int, start: int, rows: Rows) -> None:
    if not _add_regular(line, index, file, start, rows):
        _add_unusual(line, number, index, file, start, rows)


def _add_regular(line: bytes, index: int, file: int, start: int, rows: Rows) -> bool:
    """Adds the row of a line of ten fields without a fault; False, and nothing added, for any other."""
    fields = line.split()
    if len(fields) != 10 or not fields[9].isdigit():
        return False
    name = fields[8]
    try:
        corners = [*map(float, fields[:8])]
    except ValueError:
        return False
    # a tenth number, a name in another encoding and "1_0" are left to the careful road
    if not name[:1].isalpha() or (b"_" in line and any(b"_" in field for field in fields[:8])):
        return False
    span = (start, start + len(line))
    row = rows.add_annotation(file, name.decode("utf-8", "replace"), index, span, float(fields[9]), EXPECTED)
    rows.add_shape("quads", row, corners)
    return True


def _add_unusual(line: bytes, number: int, index: int, file: int, start: int, rows: Rows) -> None:
    found = read_line(line.decode("utf-8", "replace"))
    difficult = NAN if found.difficult is None else found.difficult
    row = rows.add_annotation(file, found.category, index, (start, start + len(line)), difficult, EXPECTED)
    if not found.is_sound:
        rows.faults[row] = _fault(found, number)
    if found.is_sound or rows.faults[row].leaves_geometry:
        rows.add_shape("quads", row, found.corners())
    if found.difficult is None and not found.is_malformed:
        rows.without_difficulty.append(row)


def _fault(found: LineFields, number: int) -> Fault:
    from boxlint.formats.dota.records import explain

    count = None if len(found.coordinates) == EXPECTED else len(found.coordinates)
    return Fault(
        problem=explain(found, f"line {number}"),
        missing_field="category" if found.lacks_category else "",
        is_malformed=found.is_malformed,
        coordinates_not_numeric=found.is_not_numeric,
        coordinate_count=NAN if found.is_malformed else count,
    )
