"""ICDAR: which numbers are coordinates and which are the word, and real files."""

from __future__ import annotations

from collections import Counter

import pytest

import boxlint
from boxlint.discovery import find
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.formats.icdar.fields import read_line
from boxlint.formats.icdar.records import explain
from sample_data.makers.icdar import OPEN, PRICE, YEAR
from tests.edited_texts import read_content
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

WORDS = "yangxue0827+RotationDetection/icdar"


@pytest.mark.parametrize(
    ("line", "kind", "numbers", "word"),
    [
        (OPEN, "quad", 8, "OPEN"),
        (PRICE, "quad", 8, "$8,888"),
        (YEAR, "quad", 8, "2017"),
        ("1,2,3,4,5,6,7,8", "quad", 8, ""),
        ("1,2,3,4,5,6,7,8,", "quad", 8, ""),
        ("1,2,3,4,5,6,7,8,1,000", "quad", 8, "1,000"),
        ("1,2,3,4,5,6,7,8,50,off", "quad", 8, "50,off"),
        ("1,2,3,4,5,6,7,8,9,10,11,12,word", "polygon", 12, "word"),
        ("1,2,3,4,5,6,7,8,9,10,11,12,2017", "polygon", 12, "2017"),
        ('38, 43, 920, 215, "Tired, Ness"', "box", 4, '"Tired,Ness"'),
    ],
)
def test_which_numbers_are_coordinates(line, kind, numbers, word):
    record = read_line(line.encode())
    assert record.shapes[0].kind == kind
    assert len(record.shapes[0].texts) == numbers
    assert record.written["word"] == word
    assert explain(record, "line 1") == ""


def test_what_a_line_says():
    tables = read_content(f'{OPEN}\r\n1,1,9,1,9,5,1,5,"###"\r\n7,5,3,3,5,4,5,6,3,6,1,7,Party\r\n'.encode(), "icdar")
    assert [tables.quads[name][0] for name in ("x1", "y1", "x4", "y4")] == [377, 117, 378, 130]
    assert tables.annotations["is_target"].tolist() == [True, False, True]
    assert tables.annotations["has_mask"].tolist() == [False, False, True]
    assert tables.polygons["number_count"].tolist() == [12]
    assert [tables.polygons[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == [1, 3, 7, 7]
    assert tables.categories["name"].at(0) == "text"


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("1,2,3,4,5,6,TEA", {"coordinate_count": 6}, "line 2: coordinates: expected 8 numbers, got 6"),
        (
            "1,2,3,4,5,6,7O,8,TEA",
            {"coordinates_not_numeric": True},
            'line 2: coordinates 6: expected a number, got "7O"',
        ),
        (
            "491,1052,###",
            {"is_malformed": True},
            'line 2: expected x1,y1,x2,y2,x3,y3,x4,y4,text, got "491,1052,###"',
        ),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    tables = read_content(f"{OPEN}\n{line}\n{YEAR}\n".encode(), "icdar")
    for name, value in columns.items():
        assert tables.annotations[name][1] == value
    assert tables.annotations["problem"].at(1) == problem
    assert tables.quads["annotation"].tolist() == [0, 2]


def test_the_image_is_named_without_what_says_that_this_is_its_label():
    for path, image in (
        ("gt_img_1.txt", "img_1"),
        ("poly_gt_img5.txt", "img5"),
        ("img9.jpg.txt", "img9.jpg"),
        ("gt_.txt", "gt_"),
    ):
        tables = read_files([SourceFile(path, f"a/{path}", "icdar", OPEN.encode())], ReadOptions())
        assert tables.images["file_name"].at(0) == image


def test_real_files(real_data):
    report = boxlint.check(real_data / WORDS, isolated=True)
    files = find([real_data / WORDS]).files
    assert Counter(file.format for file in files) == {"icdar": 907}
    # 8 lines lost numbers
    assert agreement([file.path for file in files], "icdar") == (8002, 8002)
    assert (len(report.tables.quads), len(report.tables.polygons), len(report.tables.annotations)) == (7302, 700, 8010)
    assert report.summary.by_rule == {"BX002": 6, "BX005": 2}


def test_real_files_are_fixed_and_no_line_else_changes(real_data, tmp_path):
    outcome = fix_copy(real_data / WORDS / "dataloader/dataset/Total_Text", tmp_path / "copy", max_drop=1.0)
    assert outcome.removed == 8
    assert outcome.report.summary.by_rule == {}
