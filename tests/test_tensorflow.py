"""TensorFlow CSV: told by its header, read with the sizes of images, edited number by number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.formats.tensorflow.sniff import sniff
from sample_data.makers.tensorflow import HEADER, page
from tests.csv_checks import (
    assert_read_and_fixed,
    assert_roads_agree,
    editor_of,
    needs_real_data,
    real_files,
    rewritten,
)
from tests.edited_texts import read_content, records, without
from tests.fix_checks import fix_copy

ROWS = [
    "a.jpg,640,480,hen,81,88,222,208",
    '"b, west.jpg",480,270,"cock ""red""",12.50,24,160,137',
    "a.jpg,640,480,hen,1,2,30,40",
]
SAMPLES = Path(__file__).parent.parent / "sample_data" / "tensorflow"


def test_files_are_told_by_their_header():
    assert sniff(page(ROWS), "a.csv")
    assert sniff(page(ROWS, "\r\n"), "a.csv")
    assert sniff(b"\xef\xbb\xbf" + page([]), "a.csv")
    assert sniff(page(ROWS).decode().encode("utf-16"), "a.csv")
    assert sniff(HEADER.replace(",", "\t").encode(), "a.csv")
    assert sniff(b"filename,cell_type,xmin,xmax,ymin,ymax\na.jpg,WBC,1,2,3,4\n", "a.csv")
    assert not sniff(b"filename,xmin,xmax,ymin,ymax\na.jpg,1,2,3,4\n", "a.csv")
    assert not sniff(b"filename,xmin,xmax,ymin,ymax,confidence\na.jpg,1,2,3,4,0.9\n", "a.csv")
    assert not sniff(b"ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\n", "a.csv")
    assert not sniff(b"seriesuid,coordX,coordY,coordZ,diameter_mm\n1.3,-128.6,-175.3,-298.3,5.6\n", "a.csv")
    assert not sniff(b"hen,0\ncock,1\n", "classes.csv")
    assert not sniff(b"1,1,0,0,0,0\n", "a.csv")
    assert not sniff(b"", "a.csv")


def test_what_rows_say(monkeypatch):
    tables = assert_roads_agree(page(ROWS), "tensorflow", monkeypatch)
    assert [tables.images["file_name"].at(image) for image in range(2)] == ["a.jpg", "b, west.jpg"]
    assert tables.images["width"].tolist() == [640, 480]
    assert tables.images["height"].tolist() == [480, 270]
    assert tables.annotations["image"].tolist() == [0, 1, 0]
    assert tables.boxes["x_min"].tolist() == [81, 12.5, 1]
    assert tables.boxes["y_max"].tolist() == [208, 137, 40]
    assert [tables.categories["name"].at(category) for category in (0, 1)] == ["hen", 'cock "red"']
    assert [record.decode() for record in records(page(ROWS), tables)] == ROWS


def test_columns_may_stand_in_another_order():
    content = page(["a.jpg;duck;40;120;30;99"], header="filename;cell_type;xmin;xmax;ymin;ymax")
    tables = read_content(content, "tensorflow")
    assert read_content(content + b'"b.jpg";duck;1;2;3;4\n', "tensorflow").annotations["problem"].at(1) == ""
    box = [tables.boxes[name][0] for name in ("x_min", "y_min", "x_max", "y_max")]
    assert box == [40, 30, 120, 99]
    assert not tables.files["writes_sizes"][0]
    assert read_content(page(ROWS), "tensorflow").files["writes_sizes"][0]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([ROWS[0], "a.jpg,480,640,hen,1,2,3,4"], "line 3: a.jpg is 640 x 480 px and 480 x 640 px in one file"),
        ([ROWS[0], "a.jpg,,480,hen,1,2,3,4"], "line 3: expected the width and the height of the image in pixels"),
        (["a.jpg,wide,480,hen,1,2,3,4", ROWS[0]], "line 2: expected the width and the height of the image in pixels"),
        (
            [ROWS[0], "b.jpg,1,1,hen,0,0,1,1", '"a.jpg",64,48,hen,1,2,3,4'],
            "line 4: a.jpg is 640 x 480 px and 64 x 48 px in one file",
        ),
    ],
)
def test_sizes_that_contradict_each_other_are_told(rows, problem, monkeypatch):
    tables = assert_roads_agree(page(rows), "tensorflow", monkeypatch)
    assert tables.images["problem"].at(0) == problem
    assert tables.images["is_malformed"].tolist() == [True] + [False] * (len(tables.images) - 1)
    assert len(tables.boxes) == len(rows)


def test_a_size_that_contradicts_is_found_beyond_a_block(tmp_path):
    rows = [ROWS[0], *(f"{number}.jpg,640,480,hen,1,2,30,40" for number in range(200_000)), "a.jpg,1,2,hen,0,0,1,1"]
    tables = read_content(page(rows), "tensorflow")
    assert tables.images["problem"].at(0) == "line 200003: a.jpg is 640 x 480 px and 1 x 2 px in one file"
    assert len(tables.annotations) == 200_002
    assert tables.annotations["index"].tolist() == list(range(200_002))


def test_fractions_are_told(tmp_path):
    rows = [f"{number}.jpg,640,480,hen,0.1,0.{number},0.5,0.9" for number in range(9)] * 2
    (tmp_path / "a.csv").write_bytes(page(rows))
    assert "BX906" in boxlint.check(tmp_path, isolated=True).summary.by_rule


NUMBERS = st.tuples(*[st.floats(-50, 5000).map(lambda value: round(value, 2))] * 4)


@settings(max_examples=60)
@given(NUMBERS, st.integers(0, 2))
def test_boxes_are_written_where_they_stand(box, number):
    content = page(ROWS)
    changed = rewritten("tensorflow", content, "tensorflow", number, box)
    found = read_content(changed, "tensorflow").boxes
    assert [found[name][number] for name in ("x_min", "y_min", "x_max", "y_max")] == pytest.approx(box)
    lines, old = changed.decode().splitlines(), content.decode().splitlines()
    assert [*lines[: number + 1], *lines[number + 2 :]] == [*old[: number + 1], *old[number + 2 :]]
    assert rewritten("tensorflow", changed, "tensorflow", number, box) == changed


def test_what_keeps_its_value_keeps_its_text():
    changed = rewritten("tensorflow", page(ROWS), "tensorflow", 1, (12.5, 24, 161, 137))
    assert changed == page(ROWS).replace(b",160,", b",161,")


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.booleans())
def test_removed_rows_leave_the_others_as_they_are(removed, has_end):
    rows = [f'"{number}\r\n.jpg",6,4,hen,1,2,3,4' for number in range(len(removed))]
    content = page(rows) if has_end else page(rows)[:-1]
    tables = read_content(content, "tensorflow")
    spans = editor_of("tensorflow", content).removed_spans(
        content, tables.annotations["start"], tables.annotations["end"], np.array(removed)
    )
    left = page([line for line, gone in zip(rows, removed) if not gone])
    assert without(content, spans) == (left if has_end else left[:-1])


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "dirty", max_drop=1.0)
    assert outcome.removed == 7
    assert outcome.fixed["BX202"] == 1
    assert fix_copy(SAMPLES / "clean", tmp_path / "clean").repairs == ()


def test_an_image_goes_with_its_last_row(tmp_path):
    (tmp_path / "a.csv").write_bytes(page([ROWS[0], "z.jpg,640,480,hen,5,5,5,5"]))
    outcome = fix_copy(tmp_path / "a.csv", tmp_path / "b" / "a.csv", drop_empty_images=True)
    assert (tmp_path / "b" / "a.csv").read_bytes() == page(ROWS[:1])
    assert [*outcome.emptied.values()] == [("z.jpg",)]
    assert outcome.report.summary.images == 1


def test_an_image_is_no_more_at_odds_with_a_row_that_is_gone(tmp_path):
    (tmp_path / "a.csv").write_bytes(page([ROWS[0], "a.jpg,640,999,hen,5,x,5,5"]))
    outcome = fix_copy(tmp_path / "a.csv", tmp_path / "b" / "a.csv", max_drop=1.0)
    assert outcome.removed == 1
    assert "BX005" not in outcome.report.summary.by_rule


@needs_real_data
def test_real_files_are_read_as_another_reader_does(tmp_path):
    files = real_files("tensorflow")
    assert len(files) == 6
    assert_read_and_fixed(files, "tensorflow", tmp_path)
