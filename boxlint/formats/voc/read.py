"""The files of one set of annotation XML: plain ones together, the others each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boxlint.formats.voc.objects import read_alone
from boxlint.formats.voc.together import read_documents
from boxlint.rows.small_files import read_small_files

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.rows.gathered import Rows
    from boxlint.tables import Tables


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of annotation XML, whichever of the three formats its files are in."""
    return read_small_files(files, options, _read_together, read_alone)


def _read_together(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    for file, content in read_documents(group, rows):
        read_alone(file, content, files[file], rows)
