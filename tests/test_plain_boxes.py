"""A class and four numbers: never told, read as the user says, and named where a file could be so."""

from __future__ import annotations

import pytest

import boxlint
from boxlint.discovery import find
from boxlint.errors import UserError
from boxlint.formats import detect
from boxlint.formats.xyxy.records import ORDER, explain
from tests.edited_texts import read_content

ORDERS = "xyxy, class-xyxy or class-xywh"


@pytest.mark.parametrize(
    ("name", "line", "category", "box"),
    [
        ("xyxy", "466 441 493 470 3", "3", (466, 441, 493, 470)),
        ("xyxy", "466,441,493,470,open", "open", (466, 441, 493, 470)),
        ("xyxy", "1 2 3 4 pin hole", "pin hole", (1, 2, 3, 4)),
        ("class-xyxy", "ship 10 20 40 60", "ship", (10, 20, 40, 60)),
        ("class-xyxy", "tv monitor 0.47 10 20 40 60", "tv monitor", (10, 20, 40, 60)),
        ("class-xywh", "ship 10 20 40 60", "ship", (10, 20, 50, 80)),
        ("class-xywh", "7 0.94 10 20 40 60", "7", (10, 20, 50, 80)),
    ],
)
def test_what_a_line_says(name, line, category, box):
    tables = read_content(line.encode(), name)
    assert tables.categories["name"].at(0) == category
    assert tuple(tables.boxes[side][0] for side in ("x_min", "y_min", "x_max", "y_max")) == box


@pytest.mark.parametrize(
    ("name", "line", "columns", "problem"),
    [
        ("xyxy", "1 2 3 4", {"missing_field": "category"}, "line 1: class is missing"),
        ("xyxy", "1 2 3", {"coordinate_count": 3}, "line 1: y2 is missing"),
        ("xyxy", "1 2 x 4 ship", {"coordinates_not_numeric": True}, 'line 1: x2: expected a number, got "x"'),
        ("class-xyxy", "ship 1 2 3", {"coordinate_count": 3}, "line 1: y2 is missing"),
        ("class-xywh", "ship 1 2 3 w", {"coordinates_not_numeric": True}, 'line 1: height: expected a number, got "w"'),
        ("class-xywh", "ship", {"is_malformed": True}, 'line 1: expected class x y width height, got "ship"'),
    ],
)
def test_faulty_lines_have_a_row(name, line, columns, problem):
    tables = read_content(line.encode(), name)
    for column, value in columns.items():
        found = tables.annotations[column]
        assert (found.at(0) if hasattr(found, "at") else found[0]) == value
    assert tables.annotations["problem"].at(0) == problem
    assert explain(ORDER.read_line(b"1 2 3 4 ship"), "line 1") == ""


def test_a_folder_that_could_be_several_formats_says_which(tmp_path):
    path = tmp_path / "000001.txt"
    path.write_text("10 20 40 60 3\n15 25 45 65 1\n")
    assert detect(path) is None
    for asked in (tmp_path, path):
        with pytest.raises(UserError) as error:
            find([asked])
        assert f"{path} could be {ORDERS}: say it with --format, as in --format xyxy" in str(error.value)
    assert [file.format for file in find([tmp_path], format="xyxy").files] == ["xyxy"]
    assert len(boxlint.check(tmp_path, format="xyxy", isolated=True)) == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ship 10 20 40 60\n", "class-xyxy or class-xywh"),
        ("10 20 40 60 ship\n", "xyxy"),
        ("ship 0.9 10 20 40 60\n", "class-xyxy or class-xywh"),
        ("1,2,3,4,5,6,7,8\n" * 3, "icdar"),
    ],
)
def test_what_lines_could_be(tmp_path, text, names):
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(UserError, match=f"could be {names}: say it"):
        find([tmp_path])


@pytest.mark.parametrize("text", ["1 2 3\n", "lorem ipsum dolor sit amet\n", "a.jpg 1\n"])
def test_what_is_no_label_is_not_said_to_be_one(tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(UserError, match="in no format that boxlint reads"):
        find([tmp_path])


def test_real_files(real_data):
    source = real_data / "open-edge-platform+datumaro/xyxy_txt"
    with pytest.raises(UserError, match=ORDERS):
        find([source])
    assert len(find([source], format="xyxy").files) == 2
    results = real_data / "yangxue0827+RotationDetection/icdar_or_csv8"
    with pytest.raises(UserError, match="could be icdar: say it"):
        find([results])
