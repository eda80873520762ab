"""VisDrone: what its numbers mean, faulty lines, and files that are read together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import ReadOptions, SourceFile
from boxlint.formats.small_files import each_alone, read_small_files
from boxlint.formats.visdrone import read as road
from boxlint.formats.visdrone.fields import CLASSES, read_line
from boxlint.formats.visdrone.records import VisDroneLine, explain
from sample_data.makers.visdrone import CAR, IGNORED, PEOPLE, VAN
from tests.edited_texts import read_content
from tests.table_checks import assert_same_tables


def test_what_a_line_says():
    tables = read_content(f"{CAR}\n{IGNORED}\n120,80,40,22,0,11,0,0\n{VAN},\n".encode(), "visdrone")
    assert [tables.boxes[name].tolist() for name in ("x_min", "y_min", "x_max", "y_max")] == [
        [684, 0, 120, 255],
        [8, 0, 80, 22],
        [711, 512, 160, 293],
        [27, 60, 102, 46],
    ]
    assert tables.annotations["is_target"].tolist() == [True, False, False, True]
    names = [tables.categories["name"].at(row) for row in tables.annotations["category"].tolist()]
    assert names == ["car", "ignored regions", "others", "van"]
    assert [tables.categories["name"].at(row) for row in range(len(tables.categories))] == [*CLASSES.values()]
    assert tables.images["file_name"].at(0) == "a"


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("684,8,27", {"coordinate_count": 3}, "line 2: height is missing"),
        ("684,8,27,19", {"missing_field": "category"}, "line 2: score is missing"),
        ("684,8,27,19,1", {"missing_field": "category"}, "line 2: category is missing"),
        ("684,8,2T,19,1,4,0,0", {"coordinates_not_numeric": True}, 'line 2: width: expected a number, got "2T"'),
        ("684,8,,19,1,4,0,0", {"coordinates_not_numeric": True}, "line 2: width: expected a number, got nothing"),
        ("684,8,27,19,1,4,0,no", {"is_malformed": True}, None),
        ("1,7,684,8,27,19,1,4,0,0", {"is_malformed": True}, None),
        ("hello", {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    tables = read_content(f"{CAR}\r\n{line}\r\n{PEOPLE}\r\n".encode(), "visdrone")
    assert len(tables.annotations) == 3
    for name, value in columns.items():
        column = tables.annotations[name]
        assert (column.at(1) if hasattr(column, "at") else column[1]) == value
    expected = ",".join(VisDroneLine.model_fields)
    assert tables.annotations["problem"].at(1) == (problem or f'line 2: expected {expected}, got "{line}"')
    assert not tables.annotations["problem"].at(0)
    assert explain(read_line(CAR.encode()), "line 1") == ""


def files(contents: list[bytes]) -> list[SourceFile]:
    return [
        SourceFile(Path("nowhere"), f"labels/{number}.txt", "visdrone", data) for number, data in enumerate(contents)
    ]


def alone(group, sources, rows):
    each_alone(group, sources, rows, road._READER.alone)


FIELD = st.one_of(st.integers(-3, 12).map(str), st.sampled_from(["", "1.5", "x", "-0", "007", "1e3", " 4", "nan", "٣"]))
LINE = st.one_of(
    st.sampled_from([CAR, PEOPLE, VAN, IGNORED, f"{CAR},", ""]), st.lists(FIELD, max_size=10).map(",".join)
)
FILE = st.tuples(st.lists(LINE, max_size=4), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()).map(
    lambda parts: (parts[1].join(parts[0]) + parts[1] * parts[2]).encode()
)


@given(st.lists(FILE, min_size=1, max_size=4))
def test_files_that_are_read_together_are_read_as_each_alone(contents):
    sources = files(contents)
    together = road.read(sources, ReadOptions())
    assert_same_tables(together, read_small_files(sources, ReadOptions(), alone, road._READER.alone))


def test_configured_classes_do_not_replace_the_numbers():
    [source] = files([CAR.encode()])
    tables = road.read([source], ReadOptions(classes=("car",)))
    assert tables.categories["is_listed"].tolist() == [name == "car" for name in CLASSES.values()]


def test_what_is_no_target_is_not_judged(tmp_path):
    (tmp_path / "a.txt").write_text(f"{CAR}\n0,0,0,0,0,0,0,0\n5,5,0,9,0,11,0,0\n")
    assert len(boxlint.check(tmp_path, isolated=True)) == 0


def test_many_lines_have_their_places():
    lines = f"{CAR}\r\n{PEOPLE}\r\n" * 500
    tables = road.read(files([lines.encode()] * 3), ReadOptions())
    assert len(tables.annotations) == 3000
    assert np.array_equal(tables.annotations["index"], np.tile(np.arange(1000), 3))
    assert tables.annotations["end"][-1] == len(lines) - 2
