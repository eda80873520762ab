"""RetinaNet CSV: told by its records, images without objects among them, which stay when their last object goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.formats import SourceFile
from boxlint.formats.retinanet.read import beside
from boxlint.formats.retinanet.sniff import sniff
from sample_data.makers.retinanet import CLASSES, page
from tests.csv_checks import (
    assert_roads_agree,
    assert_second_row_is_faulty,
    editor_of,
    needs_real_data,
    real_files,
    rewritten,
)
from tests.edited_texts import read_content, records
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

ROWS = ["a/1.jpg,12,40,180,200,fox", "a/2.jpg,,,,,", '"a/3, west.jpg",30.50,25,90,70,badger', "a/1.jpg,5,6,70,80,fox"]
SAMPLES = Path(__file__).parent.parent / "sample_data" / "retinanet"


def test_files_are_told_by_their_records():
    assert sniff(page(ROWS), "a.csv")
    assert sniff(page(ROWS, "\r\n"), "a.csv")
    assert sniff(b"\xef\xbb\xbf" + page(ROWS[:1]), "a.csv")
    assert sniff(page(["path,x1,y1,x2,y2,class", *ROWS]), "a.csv")
    assert sniff(page(ROWS).replace(b",", b";"), "a.csv")
    assert sniff((page(ROWS[:1]) * 5000)[: 1 << 16], "a.csv")
    assert not sniff(b"1,1,0,0,0,0\n", "a.csv")
    assert not sniff(CLASSES, "classes.csv")
    assert not sniff(b"filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,6,4,x,1,2,3,4\n", "a.csv")
    assert not sniff(b"a.jpg,1,2,3,4\n", "a.csv")
    assert not sniff(b"a.jpg,1,2,3,4,fox,0.9\n", "a.csv")
    assert not sniff(b"", "a.csv")


def test_what_rows_say(monkeypatch):
    content = page(ROWS)
    tables = assert_roads_agree(content, "retinanet", monkeypatch)
    assert [tables.images["file_name"].at(image) for image in range(3)] == ["a/1.jpg", "a/2.jpg", "a/3, west.jpg"]
    assert tables.annotations["image"].tolist() == [0, 2, 0]
    assert tables.annotations["index"].tolist() == [0, 1, 2]
    assert tables.boxes["x_min"].tolist() == [12, 30.5, 5]
    assert [record.decode() for record in records(content, tables)] == [ROWS[0], ROWS[2], ROWS[3]]
    spans = zip(tables.images["start"].tolist(), tables.images["end"].tolist())
    assert [content[start:end] for start, end in spans] == [b"a/1.jpg", b"a/2.jpg", b"a/3, west.jpg"]


def test_classes_are_listed_beside(tmp_path):
    (tmp_path / "train.csv").write_bytes(page([*ROWS, "a/1.jpg,1,2,30,40,wolf"]))
    assert boxlint.check(tmp_path, isolated=True).summary.by_rule == {}
    (tmp_path / "classes.csv").write_bytes(CLASSES)
    assert boxlint.check(tmp_path, isolated=True).summary.by_rule.keys() == {"BX401"}


def test_a_changed_list_of_classes_is_noticed(tmp_path):
    file = SourceFile(tmp_path / "train.csv", "train.csv", "retinanet")
    before = beside([file])
    (tmp_path / "classes.csv").write_bytes(CLASSES)
    assert beside([file]) != before


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("a/1.jpg,1,2,3,4", {"is_malformed": True}, "line 2: expected 6 fields, got 5"),
        (",1,2,3,4,fox", {"missing_field": "path"}, "line 2, path: expected a name, got nothing"),
        (",,,,,", {"missing_field": "path"}, "line 2, path: expected a name, got nothing"),
        ("a/1.jpg,,,,,fox", {"missing_field": "x1"}, "line 2, x1: expected a number, got nothing"),
        ("a/1.jpg,1,2,3,4,", {"missing_field": "class"}, "line 2, class: expected a name, got nothing"),
        ("a/1.jpg,1,2,3,b,fox", {"coordinates_not_numeric": True}, 'line 2, y2: expected a number, got "b"'),
        ("path,x1,y1,x2,y2,class", {"coordinates_not_numeric": True}, 'line 2, x1: expected a number, got "x1"'),
    ],
)
def test_faulty_rows_have_a_place(line, columns, problem, monkeypatch):
    content = page([ROWS[0], line, ROWS[2]])
    tables = assert_roads_agree(content, "retinanet", monkeypatch)
    assert_second_row_is_faulty(content, tables, line, columns, problem)


@settings(max_examples=60)
@given(st.tuples(*[st.floats(-50, 5000).map(lambda value: round(value, 2))] * 4), st.integers(0, 2))
def test_boxes_are_written_where_they_stand(box, number):
    content = page(ROWS)
    changed = rewritten("retinanet", content, "retinanet", number, box)
    found = read_content(changed, "retinanet").boxes
    assert [found[name][number] for name in ("x_min", "y_min", "x_max", "y_max")] == pytest.approx(box)
    assert rewritten("retinanet", changed, "retinanet", number, box) == changed


RECORDS = st.lists(st.tuples(st.sampled_from(["a.jpg", '"b, c.jpg"']), st.booleans()), min_size=1, max_size=6)


@given(RECORDS, st.booleans())
def test_an_image_that_loses_its_last_object_stays(rows, has_end):
    lines = [f"{image},{number},2,30,40,fox" for number, (image, _) in enumerate(rows)]
    content = page(lines) if has_end else page(lines)[:-1]
    tables = read_content(content, "retinanet")
    removed = np.array([gone for _, gone in rows])
    pieces = editor_of("retinanet", content).removed_pieces(
        content, tables.annotations["start"], tables.annotations["end"], removed
    )
    text, position = b"", 0
    for start, end, row in pieces:
        assert removed[row]
        assert start >= position
        text, position = text + content[position:start], end
    left = read_content(text + content[position:], "retinanet")
    kept = [line.encode() for line, (_, gone) in zip(lines, rows) if not gone]
    assert records(text + content[position:], left) == kept
    before, after = (
        {table["file_name"].at(row) for row in range(len(table))} for table in (tables.images, left.images)
    )
    assert before == after


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "dirty", max_drop=1.0)
    assert outcome.removed == 9
    text = (tmp_path / "dirty" / "train.csv").read_text()
    assert "images/d.jpg,,,,,\nimages/c.jpg,,,,,\n" in text
    assert fix_copy(SAMPLES / "clean", tmp_path / "clean").repairs == ()


def test_emptied_images_go_where_that_is_wanted(tmp_path):
    fix_copy(SAMPLES / "dirty", tmp_path / "dirty", max_drop=1.0, drop_empty_images=True)
    text = (tmp_path / "dirty" / "train.csv").read_text()
    assert "d.jpg" not in text
    assert text.endswith("images/c.jpg,,,,,\n")


@needs_real_data
def test_real_files_are_read_as_another_reader_does(tmp_path):
    files = real_files("retinanet")
    # of the 29 files that were taken for it, 28 are rows of flags
    assert [file.name for file in files] == ["annotations.csv"]
    assert agreement(files, "retinanet") == (1, 1)
    fix_copy(files[0], tmp_path / "a.csv")
