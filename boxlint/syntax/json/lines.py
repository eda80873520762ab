"""Files of JSON lines: each line that is not blank is a document of its own, read though others are broken.

`split_documents(data)` gives them with their places. `read_json_lines(files, options, read_line)` does what
`json_files.read_json_files` does for whole files: it opens them and calls `read_line(line, file, source_file, rows)`
for each line that is JSON. A line that is none has its row in the image table, malformed, with the reason and the
place: "line 7, column 31: expected a comma or a closing bracket".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from boxlint.rows.gathered import Rows
from boxlint.rows.row import ImageRow
from boxlint.rows.small_files import each_alone, read_small_files
from boxlint.syntax.json.nodes import Node
from boxlint.syntax.json.text import JsonError, is_json, parse
from boxlint.text.lines import split_lines

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer

_BLANKS: Final = b" \t\r\n"


class Line(Struct, frozen=True):
    """A document: the `number` of its line from 1, its node, whose places are those in the whole text, and its fault.

    `problem` says why the line is no JSON, and where; of such a line the node has a span and nothing else.
    """

    number: int
    node: Node
    problem: str = ""


ReadLine = Callable[[Line, int, "SourceFile", Rows], None]
"""Adds the rows of a line that is JSON; the number is the row of its file in the file table."""


def split_documents(data: Buffer) -> Iterator[Line]:
    """The lines of a text that are not blank, in order."""
    text = bytes(data)
    for number, (offset, line) in enumerate(split_lines(text), 1):
        written = line.strip(_BLANKS)
        if written:
            start = offset + line.index(written)
            yield Line(number, Node(text, start, start + len(written)), _problem(line, number))


def _problem(line: bytes, number: int) -> str:
    if is_json(line):
        return ""
    try:
        parse(line)
    except JsonError as fault:
        column = len(line[: fault.offset].decode("utf-8", "replace")) + 1
        return f"line {number}, column {column}: {fault.reason}"
    return ""


def read_json_lines(files: Sequence[SourceFile], options: ReadOptions, read_line: ReadLine) -> Tables:
    """The tables of one file set of files of JSON lines. Never raises for what is in a file."""
    alone = partial(_read_alone, read_line=read_line)
    return read_small_files(files, options, partial(each_alone, alone=alone), alone)


def _read_alone(file: int, content: Buffer, source_file: SourceFile, rows: Rows, read_line: ReadLine) -> None:
    source = rows.open_file(file, content)
    for line in split_documents(source.data) if source else ():
        if line.problem:
            columns = {"is_malformed": True, "problem": line.problem}
            rows.add_image(ImageRow(file, line.node.start, line.node.end, "", columns=columns))
        else:
            read_line(line, file, source_file, rows)
