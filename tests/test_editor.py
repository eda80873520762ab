"""What fixes ask of a format, and what stands for the functions that it lacks."""

from __future__ import annotations

import numpy as np
import pytest

from boxlint.formats.editor import Editor, editor_of
from boxlint.formats.format import Conventions
from boxlint.formats.registry import FORMATS
from boxlint.schema import SCHEMA

DATA = b"aabbcc|xxyyzz"


def span_of_each(data, starts, ends, removed):
    return list(zip(starts[removed].tolist(), ends[removed].tolist(), strict=True))


def beside(data, starts):
    # the last item is of no record
    yield np.array([0, 1, -1]), np.array([7, 9, 11]), np.array([9, 11, 13])


class Least:
    @staticmethod
    def edit_record(table, record, values):
        return []

    @staticmethod
    def wrapped(records):
        return b"".join(records)

    removed_spans = staticmethod(span_of_each)


class Paired(Least):
    pieces_beside = staticmethod(beside)


STARTS, ENDS = np.array([0, 2, 4]), np.array([2, 4, 6])


def test_what_a_format_lacks_says_nothing():
    editor = editor_of(Least)
    assert (editor.read_mask(b""), editor.read_polygons(b""), editor.recount) == (None, [], None)
    assert list(editor.pieces("annotation", DATA, STARTS, ENDS, np.array([True, False, True]))) == [
        (0, 2, 0),
        (4, 6, 2),
    ]


def test_pieces_beside_go_with_their_annotation_only():
    removed = np.array([False, True, True])
    editor = editor_of(Paired)
    assert list(editor.pieces("annotation", DATA, STARTS, ENDS, removed)) == [(2, 4, 1), (4, 6, 2), (9, 11, 1)]
    assert list(editor.pieces("image", DATA, STARTS, ENDS, removed)) == [(2, 4, 1), (4, 6, 2)]


def test_a_span_over_several_records_is_divided():
    class Joined(Least):
        @staticmethod
        def removed_spans(data, starts, ends, removed):
            return [(0, 4)]

    assert list(editor_of(Joined).pieces("annotation", DATA, STARTS, ENDS, np.array([True, True, False]))) == [
        (0, 2, 0),
        (2, 4, 1),
    ]


@pytest.mark.parametrize("package", sorted({format.package for format in FORMATS}))
def test_every_format_has_what_fixes_ask_for(package):
    module = next(format for format in FORMATS if format.package == package).module("edit")
    assert hasattr(module, "editor") or isinstance(editor_of(module), Editor)


def test_conventions_are_columns_of_one_table():
    columns = {
        name: [table for table in ("file", "file_set") if name in SCHEMA[table]]
        for name in Conventions.__struct_fields__
    }
    assert all(len(tables) == 1 for tables in columns.values()), columns
