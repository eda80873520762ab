"""LUNA16's lists of nodules: told by their columns, read line by line, lines removed and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import SourceFile, detect, read_files
from boxlint.formats.luna16.edit import edit_record, removed_spans, wrapped
from boxlint.formats.luna16.sniff import sniff
from sample_data.makers.luna16 import HEADER, clean, page
from tests.edited_texts import read_content, records, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

ROOT = Path(__file__).parent.parent
REAL_DATA = os.environ.get("BOXLINT_REAL_DATA", "")
LINE = "1.2.3,-100.5,20,-30,6"


def test_files_are_told_by_their_columns(tmp_path):
    whole = page(LINE)
    for content in (whole, b"\xef\xbb\xbf" + whole, whole.replace(b"\n", b"\r\n"), b"\n" + whole, HEADER.encode()):
        assert sniff(content, "a.csv")
    assert sniff(b"diameter_mm,class,coordZ,coordY,coordX,seriesuid\n", "a.csv")
    for content in (
        b"seriesuid,coordX,coordY,coordZ,class\n1.2.3,1,2,3,0\n",
        b"seriesuid,coordX,coordY,coordZ,probability\n",
        b"filename,width,height,class,xmin,ymin,xmax,ymax\n",
        LINE.encode(),
        b"",
        b"\n\n",
    ):
        assert not sniff(content, "a.csv")
    told = [sniff(whole[:length], "a.csv") for length in range(len(whole) + 1)]
    assert told == sorted(told)
    path = tmp_path / "annotations.csv"
    path.write_bytes(whole)
    assert getattr(detect(path), "name", None) == "luna16"


def test_nodules_are_cubes_in_the_world():
    content = page(LINE, "1.2.4, 1,2,3,4.5", "1.2.3,0,0,0,0", "", "1.2.3,0,0,0,-3")
    tables = read_content(content, "luna16")
    assert [record.decode() for record in records(content, tables)] == [
        LINE,
        "1.2.4, 1,2,3,4.5",
        "1.2.3,0,0,0,0",
        "1.2.3,0,0,0,-3",
    ]
    names = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max", "width", "height", "depth")
    assert np.column_stack([tables.cuboids[name] for name in names]).tolist() == [
        [-103.5, 17, -33, -97.5, 23, -27, 6, 6, 6],
        [-1.25, -0.25, 0.75, 3.25, 4.25, 5.25, 4.5, 4.5, 4.5],
        [0] * 9,
        [0] * 6 + [-3] * 3,
    ]
    assert [tables.images["file_name"].at(row) for row in range(2)] == ["1.2.3", "1.2.4"]
    assert tables.annotations["image"].tolist() == [0, 1, 0, 0]
    assert tables.annotations["index"].tolist() == [0, 1, 2, 3]
    assert tables.files["box_space"].at(0) == "lps"
    assert tables.categories["name"].at(0) == "nodule"


def test_columns_may_stand_in_any_order():
    content = b'class,diameter_mm,coordZ,coordY,coordX,seriesuid\n"a,b",6,3,2,1,1.2.3\n'
    tables = read_content(content, "luna16")
    assert [tables.cuboids[name][0] for name in ("x_min", "y_min", "z_min")] == [-2, -1, 0]


def test_what_is_excluded_is_no_target():
    """By a diameter that nobody measured, and by the name of the file."""
    content = page("1.2.3,1,2,3,-1", LINE)
    tables = read_content(content, "luna16")
    assert tables.annotations["is_target"].tolist() == [False, True]
    assert tables.cuboids["annotation"].tolist() == [1]
    excluded = SourceFile(Path("nowhere"), "x/annotations_excluded.csv", "luna16", content)
    options = boxlint.formats.ReadOptions()
    assert read_files([excluded], options).annotations["is_target"].tolist() == [False, False]


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("1.2.3,1,2,3", {"is_malformed": True}, "line 2: expected 5 fields, got 4"),
        ("1.2.3,1,2,3,4,5", {"is_malformed": True}, "line 2: expected 5 fields, got 6"),
        ("1.2.3,1,2,x,4", {"coordinates_not_numeric": True}, 'line 2: coordZ: expected a number, got "x"'),
        ("1.2.3,,2,3,4", {"coordinates_not_numeric": True}, "line 2: coordX: expected a number, got nothing"),
        ("1.2.3,1,2,3,1_0", {"coordinates_not_numeric": True}, 'line 2: diameter_mm: expected a number, got "1_0"'),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    content = page(line, LINE)
    tables = read_content(content, "luna16")
    assert records(content, tables)[0].decode() == line
    for name, value in columns.items():
        assert tables.annotations[name][0] == value
    assert tables.annotations["problem"].at(0) == problem
    assert tables.cuboids["annotation"].tolist() == [1]


@pytest.mark.parametrize("content", [b"", b"\n", b"x,y\n1,2\n", b"\xff\xfe\x00", HEADER.encode()])
def test_odd_files_do_no_harm(content):
    assert len(read_content(content, "luna16").annotations) == 0


@given(st.binary(max_size=60))
def test_no_content_raises(content):
    read_content(f"{HEADER}\n".encode() + content, "luna16")


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_removed_lines_leave_the_others_as_they_are(removed, newline, ends):
    lines = [f"1.2.{place},1,2,3,{place}.50" for place in range(len(removed))]
    content = page(*lines, newline=newline)
    content = content if ends else content[: -len(newline)]
    tables = read_content(content, "luna16")
    spans = removed_spans(content, tables.annotations["start"], tables.annotations["end"], np.array(removed))
    left = without(content, spans).decode().split(newline)
    kept = [line for line, gone in zip(lines, removed, strict=True) if not gone]
    assert [line for line in left if line] == [HEADER, *kept]


def test_lines_are_not_changed():
    assert edit_record("annotation", LINE.encode(), {"cuboid": (0, 0, 0, 1, 1, 1)}) == []


def test_wrapped_records_are_read_again():
    content = page(LINE, "1.2.3,1,2", "1.2.4,1,2,x,4")
    found = records(content, read_content(content, "luna16"))
    assert records(wrapped(found), read_content(wrapped(found), "luna16")) == found


def test_a_fix_removes_lines_and_changes_nothing_else(tmp_path):
    outcome = fix_copy(ROOT / "sample_data" / "luna16" / "dirty", tmp_path / "luna16", max_drop=1.0)
    assert outcome.removed == 5
    left = (tmp_path / "luna16" / "annotations.csv").read_bytes().splitlines()
    before = (ROOT / "sample_data" / "luna16" / "dirty" / "annotations.csv").read_bytes().splitlines()
    assert left == [before[0], before[1], before[-1]]


def test_another_reader_agrees(tmp_path):
    for name, data in clean().files.items():
        (tmp_path / name).write_bytes(data)
    assert agreement(sorted(tmp_path.iterdir()), "luna16") == (5, 5)


@pytest.mark.skipif(not REAL_DATA, reason="BOXLINT_REAL_DATA names no folder of real annotation files")
def test_real_files():
    from boxlint.discovery import find

    folder = Path(REAL_DATA) / "gzuidhof+luna16"
    found = find([folder], skip_unknown=True).files
    assert [file.format for file in found] == ["luna16", "luna16"]
    nodules = [file.path for file in found if file.path.name == "annotations.csv"]
    assert agreement(nodules, "luna16") == (1_186, 1_186)
    report = boxlint.check(folder, isolated=True)
    assert report.summary.annotations == 36_378
    assert report.summary.by_rule == {}
