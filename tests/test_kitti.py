"""KITTI: the class before the numbers, regions that do not count, and real files."""

from __future__ import annotations

import pytest

import boxlint
from boxlint.discovery import find
from boxlint.formats.kitti.fields import read_line
from boxlint.formats.kitti.records import explain
from boxlint.formats.kitti.sniff import sniff
from sample_data.makers.kitti import CAR, CYCLIST, FLAT, REGION
from tests.edited_texts import read_content
from tests.independent.agreement import agreement

SOURCES = {
    "kuixu+kitti_object_vis": (3, 10),
    "lightly-ai+labelformat/kitti": (2, 16),
    "open-edge-platform+datumaro/kitti": (6, 13),
}


def test_what_a_line_says():
    tables = read_content(f"{CAR}\n{REGION}\n{FLAT}\n{CYCLIST} 0.5\n".encode(), "kitti")
    assert tables.boxes["x_min"].tolist() == [387.63, 503.89, 40.5, 676.6]
    assert tables.boxes["y_max"].tolist() == [203.12, 190.13, 120, 193.93]
    assert tables.annotations["is_target"].tolist() == [True, False, True, True]
    names = [tables.categories["name"].at(row) for row in tables.annotations["category"].tolist()]
    assert names == ["Car", "DontCare", "delivery bike", "Cyclist"]


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        (
            CAR.replace("181.54", "I8"),
            {"coordinates_not_numeric": True},
            'line 2: top: expected a number, got "I8"',
        ),
        (CAR.replace("58.49", "far"), {"is_malformed": True}, None),
        (f"{CAR} 0.5 3", {"is_malformed": True}, None),
        (" ".join(CAR.split()[:9]), {"is_malformed": True}, None),
        ("what is this", {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    tables = read_content(f"{CAR}\n{line}\n{CYCLIST}\n".encode(), "kitti")
    assert len(tables.annotations) == 3
    for name, value in columns.items():
        assert tables.annotations[name][1] == value
    said = tables.annotations["problem"].at(1)
    assert said == problem if problem else said.startswith("line 2: expected a class and 14 numbers, with a score 15")
    assert tables.boxes["annotation"].tolist() == [0, 2]
    assert explain(read_line(CAR.encode()), "line 1") == ""


def test_a_class_may_be_a_number():
    numbers = CAR.removeprefix("Car ")
    for line in (f"3 {numbers}", f"3 {numbers} 0.97"):
        record = read_line(line.encode())
        assert record.category == "3"
        assert record.shapes[0].texts == ("387.63", "181.54", "423.81", "203.12")


def test_regions_are_judged_by_nobody(tmp_path):
    folder = tmp_path / "label_2"
    folder.mkdir()
    (folder / "000001.txt").write_text(f"DontCare -1 -1 -10 -1 -1 -1 -1 -1 -1 -1 -1000 -1000 -1000 -10\n{CAR}\n")
    assert len(boxlint.check(tmp_path, isolated=True)) == 0


def test_the_folder_tells_faulty_files(tmp_path):
    folder = tmp_path / "label_2"
    folder.mkdir()
    (folder / "000001.txt").write_text("Car 0.00 0\n")
    (folder / "000002.txt").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    codes = {finding.code for finding in boxlint.check(tmp_path, isolated=True)}
    assert codes == {"BX005", "BX021", "BX902"}


@pytest.mark.parametrize("source", SOURCES)
def test_real_files(real_data, source):
    files = sorted((real_data / source).rglob("*.txt"))
    count, annotations = SOURCES[source]
    assert {file.format for file in find([real_data / source]).files} == {"kitti"}
    assert len(files) == count
    assert agreement(files, "kitti") == (annotations, annotations)
    assert len(boxlint.check(real_data / source, isolated=True)) == 0


def test_lines_of_numbers_that_are_none_are_not_kitti():
    assert not sniff(b"nan " * 15 + b"\n", "a.txt")
