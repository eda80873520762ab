"""Read files whose lines are records, each line by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from boxlint.rows.gathered import Rows
from boxlint.rows.row import ImageRow
from boxlint.rows.small_files import each_alone, read_small_files
from boxlint.syntax.lines.record import LineRecord, fault_of
from boxlint.text.lines import split_lines, stem

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer

_TABLES: Final = {"box": "boxes", "sized_box": "boxes", "quad": "quads"}


class LineReader(Struct, frozen=True):
    """How the lines of a format are read: `read_line(line, path)` and `explain(record, place, line)`.

    The path is that of the file. `listed`: the class list that the format itself has. `image_of`: the name of the image
    that a file of this path is about.
    """

    read_line: Callable[[bytes, str], LineRecord]
    explain: Callable[[LineRecord, str, str], str]
    listed: Mapping[str, str] | None = None
    image_of: Callable[[str], str] = stem

    def read(self, files: Sequence[SourceFile], options: ReadOptions) -> Tables:
        """The tables of one file set. Never raises: what is wrong with a line stands in its row."""
        return read_small_files(files, options, self.together, self.alone)

    def together(self, group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
        """Reads plain files."""
        each_alone(group, files, rows, self.alone)

    def alone(self, file: int, content: Buffer, source_file: SourceFile, rows: Rows) -> None:
        """Reads the bytes of one file. Lines may name their images."""
        rows.listed = self.listed
        source = rows.open_file(file, content)
        if source is None:
            return
        path = str(source_file.location)
        own = self.image_of(source_file.shown)
        images: dict[str, int] = {}
        index = 0
        for number, (start, line) in enumerate(split_lines(source.data), 1):
            if not line.strip():
                continue
            record = self.read_line(line, path)
            name = record.image or own
            if name not in images:
                images[name] = rows.add_image(ImageRow(file, 0, len(source.data), name))
            self.add(record, line, f"line {number}", rows, (file, images[name]), index, start)
            index += 1
        if not images:
            rows.add_image(ImageRow(file, 0, len(source.data), own))

    def add(
        self,
        record: LineRecord,
        line: bytes,
        place: str,
        rows: Rows,
        owner: tuple[int, int],
        index: int,
        start: int,
    ) -> None:
        """Adds the row of a line at an offset of its file; `owner` is that file and the image."""
        file, image = owner
        span = (start, start + len(line))
        row = rows.add_annotation(file, record.category, index, span, record.difficult, record.expected, image)
        if record.columns:
            rows.set(row, **record.columns)
        if not record.is_sound:
            problem = self.explain(record, place, line.decode("utf-8", "replace"))
            fault = fault_of(record, problem)
            assert fault is not None, "a record is sound or has a fault"
            rows.faults[row] = fault
        for shape in () if record.is_malformed else record.shapes:
            if not shape.is_sound:
                continue
            if shape.kind == "polygon":
                rows.add_polygon(row, 0, shape.values())
            else:
                rows.add_shape(_TABLES[shape.kind], row, shape.values())
