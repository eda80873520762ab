"""Many small files of one file set: read in batches, which worker processes share, and each batch together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from boxlint.joining import merge
from boxlint.rows.gathered import Rows
from boxlint.rows.row import FileRow
from boxlint.rows.tables import build_tables
from boxlint.text.lfs import is_lfs_pointer
from boxlint.text.source import Buffer, read_content
from boxlint.workers import CAN_FORK, Workers

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_BATCH: Final = 1000
"""Files; with more, batches are read no faster, and the last of them leaves the other workers idle for longer."""
_SHARED_FROM: Final = 5_000 if CAN_FORK else 30_000
"""Files from which starting workers costs less than they save."""
_LARGEST: Final = 1 << 20
"""Bytes of a file that is read together with others; what it costs to read it alone is little beside its content."""
_TOGETHER: Final = 1 << 22
"""Bytes that are read together: the arrays over them still fit into a processor's cache, more or less."""
_ODD_START: Final = b"\xef"
"""What a byte-order mark in UTF-8 starts with, and the characters that XML does not allow."""

ReadAlone = Callable[[int, Buffer, "SourceFile", Rows], None]
"""Reads the bytes of one file, whatever it holds, into the rows; the number is its row in the file table."""
ReadTogether = Callable[[Sequence[tuple[int, bytes]], Sequence["SourceFile"], Rows], None]
"""The same for plain files, each with its row in the file table, which numbers the files too."""


StartRows = Callable[[list[FileRow]], Rows]
"""Makes the rows of a batch of files, empty yet; what is the same for all files of the set is given here."""


def read_small_files(
    files: Sequence[SourceFile],
    options: ReadOptions,
    together: ReadTogether,
    alone: ReadAlone,
    start: StartRows = Rows,
) -> Tables:
    """The tables of one file set. Never raises for what is in a file, or for one that cannot be read."""
    batches = [files[first : first + _BATCH] for first in range(0, len(files), _BATCH)]
    workers = options.workers if len(files) >= _SHARED_FROM else Workers()
    tasks = [(batch, options.alone(), together, alone, start) for batch in batches]
    parts = []
    for batch, part in zip(batches, workers.map(_read_batch, tasks), strict=True):
        parts.append(part)
        options.progress(len(batch))
    return merge(parts)


def each_alone(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows, alone: ReadAlone) -> None:
    """Reads the files of a group one by one, for formats that gain nothing by reading them together."""
    for file, content in group:
        alone(file, content, files[file], rows)


def _read_batch(task: tuple[Sequence[SourceFile], ReadOptions, ReadTogether, ReadAlone, StartRows]) -> Tables:
    files, options, together, alone, start = task
    rows = start([FileRow() for _ in files])
    group: list[tuple[int, bytes]] = []
    size = 0
    for place, content in _contents(files, rows):
        if not _is_plain(content):
            alone(place, content, files[place], rows)
            continue
        group.append((place, bytes(content)))
        size += len(content)
        if size >= _TOGETHER:
            together(group, files, rows)
            group, size = [], 0
    if group:
        together(group, files, rows)
    return build_tables(rows, files, options)


def _contents(files: Sequence[SourceFile], rows: Rows) -> Iterator[tuple[int, Buffer]]:
    """The bytes of each file that can be read, with its row in the file table; the rows of the others say why not."""
    for place, file in enumerate(files):
        try:
            yield place, read_content(file.location) if file.content is None else file.content
        except OSError as error:
            row = rows.files[place]
            row.is_unreadable, row.problem = True, f"the file cannot be read: {error.strerror or error}"


def _is_plain(content: Buffer) -> bool:
    """Whether a file is of moderate size and UTF-8 without a mark or an odd character: its text is its bytes."""
    if not isinstance(content, bytes) or len(content) > _LARGEST or b"\0" in content or is_lfs_pointer(content):
        return False
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return _ODD_START not in content
