"""RSOD: images that lines name, and faulty lines."""

from __future__ import annotations

import pytest

from boxlint.formats import detect
from boxlint.formats.rsod.fields import read_line
from boxlint.formats.rsod.records import explain
from sample_data.makers.rsod import line
from tests.edited_texts import read_content

PLANE = line("aircraft_4", "aircraft", 66, 89, 122, 140)


def test_what_a_line_says():
    tables = read_content(f"{PLANE}\n{line('aircraft_5', 'aircraft', 1, 2, 3, 4)}\n{PLANE}\n".encode(), "rsod")
    assert [tables.images["file_name"].at(row) for row in range(2)] == ["aircraft_4", "aircraft_5"]
    assert tables.annotations["image"].tolist() == [0, 1, 0]
    assert [tables.boxes[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == [66, 89, 122, 140]
    assert tables.categories["name"].at(0) == "aircraft"


def test_a_file_without_lines_is_an_image():
    tables = read_content(b"\n", "rsod")
    assert tables.images["file_name"].at(0) == "a"


@pytest.mark.parametrize(
    ("text", "columns", "problem"),
    [
        (line("a", "ship", 1, 2, 3), {"coordinate_count": 3}, "line 2: y2 is missing"),
        (
            line("a", "ship", 1, "2x", 3, 4),
            {"coordinates_not_numeric": True},
            'line 2: y1: expected a number, got "2x"',
        ),
        (
            line("a", "ship"),
            {"is_malformed": True},
            'line 2: expected image class x1 y1 x2 y2, got "a ship"',
        ),
        (line("a", "ship", 1, 2, 3, 4, 5), {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(text, columns, problem):
    tables = read_content(f"{PLANE}\n{text}\n{PLANE}\n".encode(), "rsod")
    for name, value in columns.items():
        assert tables.annotations[name][1] == value
    if problem:
        assert tables.annotations["problem"].at(1) == problem
    assert tables.boxes["annotation"].tolist() == [0, 2]
    assert explain(read_line(PLANE.encode()), "line 1") == ""


def test_blanks_are_enough_where_the_line_names_its_own_file(tmp_path):
    text = PLANE.replace("\t", " ")
    for name, told in (("aircraft_4.txt", "rsod"), ("other.txt", None)):
        (tmp_path / name).write_text(text)
        assert getattr(detect(tmp_path / name), "name", None) == told
