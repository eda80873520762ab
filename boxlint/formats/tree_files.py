"""Files of XML formats that are read as trees: opened, parsed, and given to the reader of their format."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from boxlint.formats.directives import Directive, united
from boxlint.formats.rows import Rows
from boxlint.formats.small_files import each_alone, read_small_files
from boxlint.formats.xml_elements import Element, Records
from boxlint.formats.xml_tree import read_tree

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.formats.text import Buffer
    from boxlint.tables import Tables

Directives = Mapping[int, Directive]
"""Suppressions by their offset in the file."""


class Reader(Protocol):
    """Adds the rows of one file."""

    def add(self, record: Element, index: int, parent: Element) -> None:
        """Adds the one row of a record, which is the `index`th of the file from 0."""

    def finish(self, root: Element, end: int, outside: Directives) -> Directives:
        """Adds the images, once all records are added, of a file of `end` bytes.

        `outside` are the suppressions that stand in no record; given back are those that are of the whole file.
        """


MakeReader = Callable[[int, Rows], Reader]
"""A reader for the file of a row of the file table."""


def read_trees(
    files: Sequence[SourceFile], options: ReadOptions, root: str, records: Records, make_reader: MakeReader
) -> Tables:
    """The tables of one file set of XML files with this root element. Never raises for what is in a file."""
    alone = partial(_read_alone, root=root, records=records, make_reader=make_reader)
    return read_small_files(files, options, partial(each_alone, alone=alone), alone)


def _read_alone(
    file: int, content: Buffer, _: SourceFile, rows: Rows, root: str, records: Records, make_reader: MakeReader
) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    reader = make_reader(file, rows)
    spans: list[tuple[int, int]] = []
    first = rows.count

    def take(record: Element, parent: Element) -> None:
        spans.append((record.start, record.end))
        reader.add(record, len(spans) - 1, parent)

    tree = read_tree(source.data, root, records, take)
    if tree.problem:
        row = rows.files[file]
        row.is_unreadable, row.problem, row.problem_start = True, tree.problem, tree.problem_start
    if tree.root is not None:
        outside = _add_directives(tree.directives, spans, first, rows)
        own = reader.finish(tree.root, len(source.data), outside)
        if own:
            rows.file_directives[file] = united(own.values())


def _add_directives(
    directives: Directives, spans: Sequence[tuple[int, int]], first: int, rows: Rows
) -> dict[int, Directive]:
    """Adds the suppressions that stand in records, of which the first is row `first`; the others are given back."""
    inner: dict[int, list[Directive]] = {}
    outside: dict[int, Directive] = {}
    starts = [start for start, _ in spans]
    for place, directive in sorted(directives.items()):
        owner = bisect(starts, place) - 1
        if owner >= 0 and place < spans[owner][1]:
            inner.setdefault(first + owner, []).append(directive)
        else:
            outside[place] = directive
    rows.directives.update((row, united(found)) for row, found in inner.items())
    return outside
