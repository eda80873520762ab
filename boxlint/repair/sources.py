"""The texts of a dataset's files, opened again where records have to be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from boxlint.edits.stamps import Stamp, find_stamp
from boxlint.formats import ReadOptions, SourceFile
from boxlint.formats.editor import Editor
from boxlint.formats.format import Format
from boxlint.formats.registry import find_format
from boxlint.tables import Tables
from boxlint.text.source import SourceText, decode_source

_KEPT_OPEN: Final = 16


LOST: Final = "it has changed or gone since it was read; run boxlint fix again"


class LostSourceError(Exception):
    """A file is no longer the one that was read, or cannot be read: its row in the file table."""

    def __init__(self, file: int) -> None:
        super().__init__(file)
        self.file = file


class Sources:
    """Files by their row in the file table. Only a few texts are held at a time; `close` lets go of all.

    `stamps` are what the files were before they were read, by their path as it is shown; None: they may change.
    """

    def __init__(
        self,
        tables: Tables,
        files: Sequence[SourceFile],
        options: ReadOptions,
        stamps: Mapping[str, Stamp | None] | None = None,
    ) -> None:
        by_path: Mapping[str, SourceFile] = {file.shown: file for file in files}
        self.tables = tables
        self.files = [by_path[tables.files["path"].at(row)] for row in range(len(tables.files))]
        self.options = replace(options, progress=ReadOptions().progress)
        self.stamps = stamps
        self._open: dict[int, SourceText] = {}
        self._editors: dict[int, Editor] = {}

    def text(self, file: int) -> SourceText:
        """The text of a file, in the encoding that it was read with. Raises LostSourceError where it is another one."""
        if file not in self._open:
            if len(self._open) >= _KEPT_OPEN:
                del self._open[next(iter(self._open))]
            try:
                self._open[file] = self._read(file)
            except OSError:
                raise LostSourceError(file) from None
        return self._open[file]

    def _read(self, file: int) -> SourceText:
        path = self.files[file].path
        source = _format(self.files[file]).text_of(path)
        encoding = self.tables.files["encoding"].at(file)
        if source.encoding != encoding:
            source = decode_source(path.read_bytes(), encoding)
        if self._is_lost(self.files[file]):
            raise LostSourceError(file)
        return source

    def lost(self) -> list[int]:
        """The files that are no longer what was read."""
        return [row for row, file in enumerate(self.files) if self._is_lost(file)]

    def _is_lost(self, file: SourceFile) -> bool:
        return self.stamps is not None and find_stamp(file.path) != self.stamps[file.shown]

    def record(self, table: str, row: int) -> bytes:
        """The text of a record as its file has it; of a file, all of it."""
        if table == "file":
            return bytes(self.text(row).data)
        rows = self.tables[table]
        return bytes(self.text(int(rows["file"][row])).data[int(rows["start"][row]) : int(rows["end"][row])])

    def is_rendered(self, file: int) -> bool:
        """Whether a file is no text itself, and is only ever written anew."""
        return _format(self.files[file]).is_rendered(self.files[file].path)

    def editor(self, file: int) -> Editor:
        """What edits a file. Raises LostSourceError where its text is another one by now."""
        if file not in self._editors:
            self._editors[file] = _format(self.files[file]).editor(self.text(file).data)
        return self._editors[file]

    def reread(self, texts: Mapping[int, Sequence[bytes]], coordinates: int) -> Tables:
        """The tables of files of one format that hold nothing but some annotations each: by file, their texts.

        `coordinates` is the numbers of a box in these files, and the first says how all write theirs in 3-D.
        Annotations come in the order of `texts`.
        """
        first = next(iter(texts))
        written = {name: self.tables.files[name].at(first) or "auto" for name in ("box_mode", "box_space")}
        files = [
            replace(self.files[file], content=self.editor(file).wrapped(records)) for file, records in texts.items()
        ]
        return _read(files, replace(self.options, coordinates=coordinates, **written))

    def read_again(self, file: int, content: bytes) -> Tables:
        """The tables of one file with other bytes."""
        return _read([replace(self.files[file], content=content)], self.options)

    def close(self) -> None:
        """Let go of every text, so that no file is mapped any more."""
        self._open.clear()


def _read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    tables: Tables = _format(files[0]).module("read").read(files, options)
    return tables


def _format(file: SourceFile) -> Format:
    format = find_format(file.format)
    assert format is not None, "it was read as this format"
    return format
