"""Read DOTA text: `x1 y1 x2 y2 x3 y3 x4 y4 category difficult`, pixels, one object a line.

Names with spaces are told from the right; header lines may precede the objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from boxlint.formats.dota.fields import EXPECTED, LineFields, is_header_line, read_line
from boxlint.formats.rows import NAN, Fault, Rows, build_tables
from boxlint.formats.text_lines import split_lines

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of DOTA files. Never raises: what is wrong with a line stands in its row."""
    rows = Rows()
    for file in files:
        _read_file(file, rows)
        options.progress(1)
    return build_tables(rows, files, options)


def _read_file(file: SourceFile, rows: Rows) -> None:
    row, source = rows.open_file(file)
    if source is None:
        return
    image = rows.add_image(0, len(source.data), PurePath(file.shown).stem, NAN, NAN)
    index = 0
    for number, (start, line) in enumerate(split_lines(source.data), 1):
        if not line.strip() or (index == 0 and is_header_line(line)):
            row.header_lines += bool(line.strip())
            continue
        if not _add_regular(line, index, image, start, rows):
            _add_unusual(line, number, index, image, start, rows)
        index += 1


def _add_regular(line: bytes, index: int, image: int, start: int, rows: Rows) -> bool:
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
    row = rows.add_annotation(
        image, name.decode("utf-8", "replace"), index, (start, start + len(line)), float(fields[9]), 8
    )
    rows.quads.extend((row, *corners))
    return True


def _add_unusual(line: bytes, number: int, index: int, image: int, start: int, rows: Rows) -> None:
    found = read_line(line.decode("utf-8", "replace"))
    difficult = NAN if found.difficult is None else found.difficult
    row = rows.add_annotation(image, found.category, index, (start, start + len(line)), difficult, 8)
    if not found.is_sound:
        rows.faults[row] = _fault(found, number)
    if found.is_sound or rows.faults[row].leaves_geometry:
        rows.quads.extend((row, *found.corners()))
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
