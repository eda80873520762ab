"""Read VisDrone text, a line an object; files of regular lines all at once, by arrays over their joined text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from boxlint.formats.visdrone.fields import CLASSES, NAMES, NO_TARGETS, read_line
from boxlint.formats.visdrone.records import explain
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, ImageRow
from boxlint.rows.small_files import read_small_files
from boxlint.syntax.lines.read import LineReader
from boxlint.text.lines import stem
from boxlint.text.number_lists import read_numbers

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables

_READER: Final = LineReader(read_line, explain, CLASSES)
_REGULAR: Final = re.compile(rb"(?:(?:-?\d+,){5}(?:0|[1-9]\d{0,8}),-?\d+,-?\d+(?:\r?\n|\Z))+")
_LINE_FEED, _RETURN = b"\n\r"
_BOX: Final = 4
_SCORE, _CATEGORY = NAMES.index("score"), NAMES.index("category")


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set. Never raises: what is wrong with a line stands in its row."""
    return read_small_files(files, options, _read_together, _READER.alone)


def _read_together(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    rows.listed = CLASSES
    regular: list[tuple[int, bytes]] = []
    for file, content in group:
        if _REGULAR.fullmatch(content):
            regular.append((file, content))
        else:
            _READER.alone(file, content, files[file], rows)
    if regular:
        _add_regular(regular, files, rows)


def _add_regular(group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    """Adds the rows of files of which every line is eight whole numbers."""
    texts = [content if content.endswith(b"\n") else content + b"\n" for _, content in group]
    text = b"".join(texts)
    symbols = np.frombuffer(text, np.uint8)
    starts, ends = _lines(symbols)
    sizes = np.array([*map(len, texts)])
    offsets = np.cumsum(sizes) - sizes
    owner = np.searchsorted(offsets, starts, "right") - 1
    images = [rows.add_image(ImageRow(file, 0, len(content), stem(files[file].shown))) for file, content in group]
    numbers = read_numbers(text[:-1].replace(b"\r\n", b",").replace(b"\n", b",").rstrip(b"\r"), b",")[0]
    numbers = numbers.reshape(-1, len(NAMES))
    columns = (
        np.array([file for file, _ in group])[owner],
        np.array(images)[owner],
        _codes(numbers[:, _CATEGORY], rows),
        np.arange(len(owner)) - np.searchsorted(owner, owner),
        starts - offsets[owner],
        ends - offsets[owner],
        np.full(len(owner), NAN),
        np.full(len(owner), _BOX),
    )
    first = rows.add_annotations(np.column_stack(columns))
    x, y, width, height = numbers[:, :_BOX].T
    boxes = np.column_stack((x, y, x + width, y + height))
    rows.add_shapes("boxes", np.arange(first, first + len(owner)), boxes)
    no_targets = np.isin(numbers[:, _CATEGORY], [*map(int, NO_TARGETS)]) | (numbers[:, _SCORE] == 0)
    for row in np.flatnonzero(no_targets).tolist():
        rows.set(first + row, is_target=False)


def _lines(symbols: Any) -> tuple[Any, Any]:
    """Where the lines of a text start and end, without their line ends; the last one has one too."""
    feeds = np.flatnonzero(symbols == _LINE_FEED)
    starts = np.concatenate(([0], feeds[:-1] + 1))
    return starts, feeds - (symbols[feeds - 1] == _RETURN)


def _codes(categories: Any, rows: Rows) -> Any:
    """The codes of categories (N,) by their numbers."""
    numbers, places = np.unique(categories, return_inverse=True)
    return np.array([rows.category(str(int(number))) for number in numbers])[places]
