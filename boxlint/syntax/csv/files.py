"""CSV files whose records are boxes become tables: plain records many at once, each of the others by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.joining import concatenate
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, FileRow, ImageRow
from boxlint.rows.tables import build_tables
from boxlint.syntax.csv.layout import Layout, head_of
from boxlint.syntax.csv.objects import CsvObject, Explain, read_object
from boxlint.syntax.csv.plain import PlainRecords, read_plain
from boxlint.syntax.csv.records import Block, blocks
from boxlint.text.source import SourceText, read_content

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_BOX: Final = 4


class CsvFormat(Struct, frozen=True):
    """A format: the layout of a text of it, None where it is another's; what is wrong with a record; its class list.

    `expected` says what a text without a layout lacks. `listed` gives the class list that lies beside a file.
    """

    find_layout: Callable[[bytes], Layout | None]
    explain: Explain
    expected: str
    listed: Callable[[Path], Mapping[str, str] | None]


def read_csv(files: Sequence[SourceFile], options: ReadOptions, format: CsvFormat) -> Tables:
    """The tables of CSV files, each a file set of its own. Never raises for what is in a file."""
    parts = []
    for file in files:
        parts.append(_read_file(file, options, format))
        options.progress(1)
    return concatenate(parts)


def _read_file(file: SourceFile, options: ReadOptions, format: CsvFormat) -> Tables:
    rows = Rows([FileRow()])
    row = rows.files[0]
    try:
        source = rows.open_file(0, read_content(file.location) if file.content is None else file.content)
        if source is not None:
            _read_source(source, file, format, rows)
    except OSError as error:
        row.is_unreadable, row.problem = True, f"the file cannot be read: {error.strerror or error}"
    return build_tables(rows, [file], options)


def _read_source(source: SourceText, file: SourceFile, format: CsvFormat, rows: Rows) -> None:
    layout = format.find_layout(head_of(source.data))
    if layout is None:
        row = rows.files[0]
        row.is_unreadable, row.problem, row.problem_start = True, format.expected, 0
        return
    rows.are_fractions, rows.lacks_sizes = layout.columns.are_fractions, not layout.sizes
    rows.listed = format.listed(file.path)
    gathered = _Gathered(rows, layout, format.explain)
    has_header = bool(layout.header)
    for block in blocks(source.data, layout.separator):
        gathered.add(block, first=int(has_header and len(block.starts) > 0))
        has_header = has_header and not len(block.starts)


class _Gathered(Struct):
    """The records of a file so far: the number of each image by its name, and how many objects there are."""

    rows: Rows
    layout: Layout
    explain: Explain
    images: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def add(self, block: Block, first: int) -> None:
        """Add the records of a block from one on."""
        plain = read_plain(block, self.layout, first)
        is_odd = np.ones(len(block.starts), np.bool_)
        is_odd[plain.rows] = False
        is_odd[:first] = False
        odd = {
            row: read_object(block.record(row), int(block.lines[row]), self.layout, self.explain)
            for row in np.flatnonzero(is_odd).tolist()
        }
        is_object = np.ones(len(block.starts), np.bool_)
        is_object[:first] = False
        is_object[[row for row, found in odd.items() if found.is_negative]] = False
        index = self.count + np.cumsum(is_object) - 1
        self.count += int(is_object.sum())
        # images are numbered as they come
        self._add_images(block, plain, odd)
        self._add_plain(block, plain, index)
        for row, found in odd.items():
            self._add_odd(block, row, found, int(index[row]))

    def _add_images(self, block: Block, plain: PlainRecords, odd: Mapping[int, CsvObject]) -> None:
        new = {name: row for name, row in plain.first_rows().items() if name not in self.images}
        for row, found in odd.items():
            if found.image.strip() and found.image not in self.images:
                new[found.image] = min(row, new.get(found.image, row))
        for name, row in sorted(new.items(), key=lambda item: item[1]):
            span = (-1, -1)
            if self.layout.columns.has_negatives:
                start, end = odd[row].image_span if row in odd else plain.image_span(row)
                begin = block.offset + int(block.starts[row])
                span = (begin + start, begin + end)
            self.images[name] = self.rows.add_image(ImageRow(0, *span, name))

    def _add_plain(self, block: Block, plain: PlainRecords, index: Any) -> None:
        count = len(plain.rows)
        if not count:
            return
        numbers = [self.images[name] for name in plain.image_names]
        images = np.array(numbers, np.int64)[plain.images]
        categories = np.array([self.rows.category(name) for name in plain.category_names], np.int64)[plain.categories]
        columns = (
            np.zeros(count),
            images,
            categories,
            index[plain.rows],
            block.offset + block.starts[plain.rows],
            block.offset + block.ends[plain.rows],
            np.full(count, NAN),
            np.full(count, _BOX),
        )
        start = self.rows.add_annotations(np.column_stack(columns))
        self.rows.add_shapes("boxes", np.arange(start, start + count), plain.boxes)
        for row in np.flatnonzero(plain.are_crowds).tolist():
            self.rows.set(start + row, iscrowd=True, is_target=False)
        if len(plain.sizes):
            self._add_sizes(block, plain, images)

    def _add_sizes(self, block: Block, plain: PlainRecords, images: Any) -> None:
        unique, first, own = np.unique(images, return_index=True, return_inverse=True)
        for number, row in zip(unique.tolist(), first.tolist(), strict=True):
            self._set_size(number, plain.sizes[row].tolist(), int(block.lines[plain.rows[row]]))
        known = np.array([(self.rows.images[number].width, self.rows.images[number].height) for number in unique])
        for row in np.flatnonzero((plain.sizes != known[own]).any(1)).tolist():
            self._set_size(int(images[row]), plain.sizes[row].tolist(), int(block.lines[plain.rows[row]]))

    def _set_size(self, number: int, size: Sequence[float], line: int) -> None:
        """Give an image the size that a line writes, or say how it differs from what stood before."""
        image = self.rows.images[number]
        known = (image.width, image.height)
        problem = ""
        if np.isnan(size).any():
            problem = f"line {line}: expected the width and the height of the image in pixels"
        elif np.isnan(known).all():
            image.width, image.height = size
        elif known != tuple(size):
            sizes = " and ".join(f"{width:g} x {height:g} px" for width, height in (known, size))
            problem = f"line {line}: {image.file_name} is {sizes} in one file"
        if problem and not image.columns:
            image.columns = {"is_malformed": True, "problem": problem}

    def _add_odd(self, block: Block, row: int, found: CsvObject, index: int) -> None:
        image = self.images.get(found.image, -1)
        if image >= 0 and self.layout.sizes:
            self._set_size(image, found.size, int(block.lines[row]))
        if found.is_negative:
            return
        start = block.offset + int(block.starts[row])
        span = (start, block.offset + int(block.ends[row]))
        added = self.rows.add_annotation(0, found.category, index, span, NAN, _BOX, image)
        if found.fault is not None:
            self.rows.faults[added] = found.fault
        if found.box is not None and (found.fault is None or found.fault.leaves_geometry):
            self.rows.add_shape("boxes", added, found.box)
        if found.is_crowd:
            self.rows.set(added, iscrowd=True, is_target=False)
