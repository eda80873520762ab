"""Read LUNA16's lists of nodules: cubes in mm of the world (LPS), as wide as the nodule.

A diameter of −1 is a finding whose size nobody measured. It is no training target, nor is anything in a file that is
called excluded: the challenge counts these neither as nodules nor as mistakes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from boxlint.formats.luna16.lines import NUMBERS, Header, Nodule, chosen, nodules, read_header
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.rows.small_files import each_alone, read_small_files
from boxlint.text.lines import split_lines
from boxlint.text.numbers import parse_number

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer

_CLASS: Final = "nodule"
_NOT_MEASURED: Final = -1
_EXCLUDED: Final = "excluded"


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file. Never raises: what is wrong with a line stands in its row."""
    return read_small_files(files, options, partial(each_alone, alone=_read_alone), _read_alone)


def _read_alone(file: int, content: Buffer, source_file: SourceFile, rows: Rows) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    data, row = bytes(source.data), rows.files[file]
    first = next((line for _, line in split_lines(data) if line.strip()), b"")
    header = read_header(first.decode("utf-8", "replace"))
    if header is None:
        row.is_unreadable, row.problem = True, f"expected a first line that names seriesuid, {', '.join(NUMBERS)}"
        return
    row.box_space = "lps"
    are_excluded = _EXCLUDED in source_file.shown.rpartition("/")[2].lower()
    images: dict[str, int] = {}
    for index, nodule in enumerate(nodules(data)):
        _add(nodule, index, header, file, images, rows, are_excluded=are_excluded)


def _add(
    nodule: Nodule, index: int, header: Header, file: int, images: dict[str, int], rows: Rows, *, are_excluded: bool
) -> None:
    span = (nodule.start, nodule.start + len(nodule.line))
    if len(nodule.fields) != header.count:
        row = rows.add_annotation(file, None, index, span, NAN, len(NUMBERS), -1)
        rows.faults[row] = Fault(_explained(nodule, header), is_malformed=True, coordinate_count=NAN)
        return
    series, texts = chosen(header, nodule.fields)
    if series not in images:
        # no line is about the scan alone
        images[series] = rows.add_image(ImageRow(file, -1, -1, series))
    numbers = [number for text in texts if (number := parse_number(text)) is not None]
    row = rows.add_annotation(file, _CLASS, index, span, NAN, len(NUMBERS), images[series])
    if are_excluded or numbers[3:] == [_NOT_MEASURED]:
        rows.set(row, is_target=False)
    if len(numbers) < len(NUMBERS):
        rows.faults[row] = Fault(_explained(nodule, header), coordinates_not_numeric=True)
    elif numbers[3] != _NOT_MEASURED:
        *center, diameter = numbers
        half = max(diameter, 0) / 2
        corners = (*(place - half for place in center), *(place + half for place in center))
        rows.add_shape("cuboids", row, (*corners, *(diameter,) * 3))


def _explained(nodule: Nodule, header: Header) -> str:
    from boxlint.formats.luna16.records import explain

    return explain(nodule.fields, header, f"line {nodule.number}")
