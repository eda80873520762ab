"""Read WIDER FACE text: an image, the number of its faces, and a line for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from boxlint.formats.wider_face.entries import Line, read_entries
from boxlint.formats.wider_face.fields import CATEGORY, INVALID, NAMES, read_line
from boxlint.formats.wider_face.records import explain
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, ImageRow
from boxlint.rows.small_files import each_alone, read_small_files
from boxlint.syntax.lines.read import LineReader

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer

_READER: Final = LineReader(read_line, explain)
_BOX: Final = 4


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set. Never raises: a file whose numbers are wrong says so in its row."""
    return read_small_files(files, options, _read_together, _read_alone)


def _read_together(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    each_alone(group, files, rows, _read_alone)


def _read_alone(file: int, content: Buffer, _: SourceFile, rows: Rows) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    entries, fault = read_entries(source.data)
    if fault is not None:
        row = rows.files[file]
        row.is_unreadable, row.problem, row.problem_start = True, fault.problem, fault.start
    index = 0
    for entry in entries:
        image = rows.add_image(ImageRow(file, entry.start, entry.end, entry.name))
        for face in entry.faces:
            _add_face(face, index, (file, image), rows)
            index += 1


def _add_face(face: Line, index: int, owner: tuple[int, int], rows: Rows) -> None:
    number, start, line = face
    if not _add_regular(line, index, owner, start, rows):
        _READER.add(read_line(line), line, f"line {number}", rows, owner, index, start)


def _add_regular(line: bytes, index: int, owner: tuple[int, int], start: int, rows: Rows) -> bool:
    """Adds the row of a line of ten whole numbers; False, and nothing added, for any other."""
    fields = line.split()
    if len(fields) != len(NAMES) or not all(map(bytes.isdigit, fields)):
        return False
    file, image = owner
    row = rows.add_annotation(file, CATEGORY, index, (start, start + len(line)), NAN, _BOX, image)
    x, y, width, height = map(float, fields[:_BOX])
    rows.add_shape("boxes", row, (x, y, x + width, y + height))
    if float(fields[INVALID]) == 1:
        rows.set(row, is_target=False)
    return True
