"""Read YOLO text: the number of a class, from 0, and fractions of the image's sides, one object a line.

What follows the class is the box (`center_x center_y width height`), four corners, the points of a polygon, or a box
and keypoints. Which of them it is, is one for all files of a folder; see `sniff`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from boxlint.formats.yolo.dataset import Dataset, find_dataset
from boxlint.formats.yolo.fields import LineFields, read_line
from boxlint.formats.yolo.keypoints import pose_layout
from boxlint.formats.yolo.layout import Layout
from boxlint.formats.yolo.objects import add_limits, add_objects
from boxlint.formats.yolo.together import read_lines
from boxlint.rows.gathered import Rows
from boxlint.rows.row import NAN, Fault, ImageRow
from boxlint.rows.small_files import read_small_files
from boxlint.splicing import with_columns
from boxlint.tables import intern, sparse_text
from boxlint.text.lines import split_lines, stem

if TYPE_CHECKING:
    from boxlint.formats import ReadOptions, SourceFile
    from boxlint.tables import Tables
    from boxlint.text.source import Buffer


def read(files: Sequence[SourceFile], options: ReadOptions) -> Tables:
    """The tables of one file set of YOLO files. Never raises: what is wrong with a line stands in its row."""
    dataset, layout = _surroundings(files)
    listed = dataset.classes
    if listed is None and options.classes is not None:
        # what is configured is a list like any other, and labels write places in it
        listed = {str(number): name for number, name in enumerate(options.classes)}
    tables = read_small_files(
        files,
        options,
        partial(_read_together, layout),
        partial(_read_alone, layout),
        partial(Rows, listed=listed, keypoint_count=layout.keypoints or NAN, are_fractions=True),
    )
    return _with_dataset(tables, files, dataset)


def beside(files: Sequence[SourceFile]) -> str:
    """All that the tables of files of one folder depend on besides them, as text."""
    return repr(_surroundings(files))


def _surroundings(files: Sequence[SourceFile]) -> tuple[Dataset, Layout]:
    dataset = find_dataset(os.path.dirname(os.path.abspath(files[0].location)))
    kind = files[0].format
    return dataset, pose_layout(files, dataset.keypoint_shape) if kind == "yolo-pose" else Layout(kind)


def _with_dataset(tables: Tables, files: Sequence[SourceFile], dataset: Dataset) -> Tables:
    """The tables with the file of the class list, what is wrong with it, and the splits that it tells."""
    if not dataset.list_path:
        return tables
    folder = files[0].shown.rpartition("/")[0]
    path = PurePosixPath(os.path.normpath(os.path.join(folder, dataset.list_path))).as_posix()
    columns = {"class_list": intern([path]), "class_list_problem": intern([dataset.problem])}
    tables = with_columns(tables, "file_set", columns)
    if not dataset.split and not dataset.file_splits:
        return tables
    splits = intern([dataset.file_splits.get(stem(file.shown), dataset.split) for file in files])
    split_of = sparse_text(len(files), dict.fromkeys(np.flatnonzero(splits.codes >= 0).tolist(), path))
    return with_columns(tables, "file", {"split": splits, "split_of": split_of})


def _read_together(layout: Layout, group: Sequence[tuple[int, bytes]], files: Sequence[SourceFile], rows: Rows) -> None:
    """Reads plain files: most lines all at once, and each of the others by itself."""
    joined = []
    for file, content in group:
        if content.count(b"\r") != content.count(b"\r\n"):
            _read_alone(layout, file, content, files[file], rows)
            continue
        joined.append((file, content))
        rows.images[file] = ImageRow(file, 0, len(content), stem(files[file].shown))
    for file, number, index, start, line in read_lines(joined, rows, layout):
        _add_object(line, layout, number, index, file, start, rows)


def _read_alone(layout: Layout, file: int, content: Buffer, source_file: SourceFile, rows: Rows) -> None:
    source = rows.open_file(file, content)
    if source is None:
        return
    rows.images[file] = ImageRow(file, 0, len(source.data), stem(source_file.shown))
    index = 0
    for number, (start, line) in enumerate(split_lines(source.data), 1):
        if line.strip():
            _add_object(line, layout, number, index, file, start, rows)
            index += 1


def _add_object(line: bytes, layout: Layout, number: int, index: int, file: int, start: int, rows: Rows) -> None:
    """Adds the row of a line: the careful road."""
    text = line.decode("utf-8", "replace")
    found = read_line(text, layout)
    count = len(found.coordinates)
    category = -1 if found.category is None else rows.category(found.category)
    expected = layout.expected(count) if found.category is not None else NAN
    values = np.array([[file, file, category, index, start, start + len(line), NAN, expected]], np.float64)
    has_shape = found.category is not None and not found.has_words
    if has_shape and layout.fits(count):
        add_objects(rows, layout, values, np.array([count]), np.array(found.numbers()))
        return
    if has_shape and found.score is not None:
        row = add_objects(rows, layout, values, np.array([count - 1]), np.array(found.numbers()[:-1]))
        rows.set(row, score=found.score)
    else:
        row = rows.add_annotations(values)
        if has_shape:
            add_limits(rows, row, found.numbers())
    rows.faults[row] = _fault(found, layout, f"line {number}")


def _fault(found: LineFields, layout: Layout, place: str) -> Fault:
    from boxlint.formats.yolo.records import explain

    problem, count = explain(found, layout, place), len(found.coordinates)
    if found.category is None:
        return Fault(problem=problem, is_malformed=True, coordinate_count=NAN)
    if not layout.fits(count):
        return Fault(problem=problem, coordinate_count=count)
    return Fault(problem=problem, coordinates_not_numeric=True)
