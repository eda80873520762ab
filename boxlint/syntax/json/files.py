"""Files of small JSON formats: opened, parsed, and given to the reader of their format as nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from boxlint.rows.gathered import Rows
from boxlint.rows.small_files import each_alone, read_small_files
from boxlint.syntax.json.nodes import Node, read_root
from boxlint.syntax.json.text import JsonError

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer

ReadDocument = Callable[[Node, int, "SourceFile", Rows], None]
"""Adds the rows of a whole document; the number is the row of its file in the file table."""


def read_json_files(files: Sequence[SourceFile], options: ReadOptions, read_document: ReadDocument) -> Tables:
    """The tables of one file set of JSON files. Never raises for what is in a file."""
    alone = partial(_read_alone, read_document=read_document)
    return read_small_files(files, options, partial(each_alone, alone=alone), alone)


def _read_alone(file: int, content: Buffer, source_file: SourceFile, rows: Rows, read_document: ReadDocument) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    try:
        root = read_root(source.data)
    except JsonError as fault:
        row = rows.files[file]
        row.is_unreadable, row.problem, row.problem_start = True, fault.reason, fault.offset
        return
    read_document(root, file, source_file, rows)
