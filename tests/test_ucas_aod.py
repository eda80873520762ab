"""UCAS-AOD: corners and upright boxes, and the class that the folder names."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.formats.editing import FieldEdit
from boxlint.formats.ucas_aod.edit import edit_record
from boxlint.formats.ucas_aod.fields import read_line
from boxlint.formats.ucas_aod.records import explain
from sample_data.makers.ucas_aod import PARKED, TURNED
from tests.edited_texts import edited, read_content


def read(path: str, *lines: str):
    return read_files([SourceFile(path, path, "ucas-aod", "\n".join(lines).encode())], ReadOptions())


def test_what_a_line_says():
    tables = read("/data/CAR/P0001.txt", TURNED, f"airplane\t{PARKED}")
    assert [tables.quads[name][0] for name in ("x1", "y1", "x4", "y4")] == [276, 91, 316, 102]
    assert [tables.boxes[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == [278, 38, 328, 101]
    assert tables.annotations["expected_coordinate_count"].tolist() == [8, 8]
    names = [tables.categories["name"].at(row) for row in tables.annotations["category"].tolist()]
    assert names == ["CAR", "airplane"]


@pytest.mark.parametrize("path", ["labels/P0001.txt", "P0001.txt", "car.txt"])
def test_no_class_where_no_folder_names_one(path):
    tables = read(path, TURNED)
    assert tables.annotations["missing_field"].at(0) == "category"
    assert tables.annotations["problem"].at(0) == (
        "line 1: no class: the file is in no folder CAR or PLANE, and the line begins with none"
    )
    assert read(f"plane/{path.rpartition('/')[2]}", TURNED).annotations["missing_field"].at(0) == ""


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        (" ".join(TURNED.split()[:12]), {"coordinate_count": 7}, "line 1: height is missing"),
        (" ".join(TURNED.split()[:6]), {"coordinate_count": 6}, "line 1: x4 is missing"),
        (
            TURNED.replace("9.100000e+01", "9.1OO", 1),
            {"coordinates_not_numeric": True},
            'line 1: y1: expected a number, got "9.1OO"',
        ),
        (f"{TURNED}1 2", {"is_malformed": True}, None),
        ("no numbers", {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    tables = read("CAR/P0001.txt", line, PARKED)
    for name, value in columns.items():
        assert tables.annotations[name][0] == value
    said = tables.annotations["problem"].at(0)
    assert said == problem if problem else said.startswith("line 1: expected 13 numbers")
    assert tables.annotations["problem"].at(1) == ""


def test_one_shape_is_edited_without_the_other():
    record = PARKED.encode()
    quad = edited(record, edit_record("annotation", record, {"quad": (510, 120.5, 572, 120.5, 572, 150.5, 500, 150.5)}))
    tables = read_content(b"car " + quad, "ucas-aod")
    assert tables.quads["x4"][0] == 500
    assert tables.boxes["x_min"][0] == 510
    edits = edit_record("annotation", record, {"box": (510, 120.5, 560, 150.5)})
    assert [(edit.replacement, edit.field) for edit in edits if isinstance(edit, FieldEdit)] == [(b"50.0", "box")]


def test_a_sound_record_needs_no_words():
    assert explain(read_line(TURNED.encode(), str(Path("/data/PLANE/P1.txt"))), "line 1") == ""
