"""Open Images CSV: told by its header, read as fractions, located by row, edited number by number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.formats.open_images.sniff import sniff
from sample_data.makers.open_images import HEADER, NAMES, clean, page, row
from tests.csv_checks import (
    assert_read_and_fixed,
    assert_roads_agree,
    assert_second_row_is_faulty,
    editor_of,
    needs_real_data,
    real_files,
    rewritten,
)
from tests.edited_texts import read_content, records, without
from tests.fix_checks import fix_copy

ROWS = [
    row("a", "/m/1", "0.1,0.4,0.2,0.9"),
    row("b", "/m/2", '"0,5","0,75","0,25","1"'),
    row("a", "/m/2", "0.0,1.0,0,1", "0,0,1,0,0"),
]
SAMPLES = Path(__file__).parent.parent / "sample_data" / "open-images"


def test_files_are_told_by_their_header():
    assert sniff(page(ROWS), "a.csv")
    assert sniff(page(ROWS, "\r\n"), "a.csv")
    assert sniff(b"\xef\xbb\xbf" + page([]), "a.csv")
    assert sniff(HEADER.replace(",", ";").encode() + b"\n", "a.csv")
    assert sniff(HEADER.lower().encode(), "a.csv")
    assert sniff(b"ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf\n", "a.csv")
    assert not sniff(HEADER[:40].encode(), "a.csv")
    assert not sniff(b"filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,1,2,x,1,2,3,4\n", "a.csv")
    assert not sniff(NAMES.encode(), "a.csv")
    assert not sniff(b"ImageID,Source,LabelName,Confidence\na,verification,/m/1,1\n", "a.csv")
    assert not sniff(b"", "a.csv")


def test_what_rows_say(monkeypatch):
    tables = assert_roads_agree(page(ROWS), "open-images", monkeypatch)
    assert tables.images["has_fractions"].all()
    assert [tables.images["file_name"].at(image) for image in range(2)] == ["a", "b"]
    assert tables.annotations["image"].tolist() == [0, 1, 0]
    # of a nominal side of 200 px
    assert [tables.boxes[name].tolist() for name in ("x_min", "x_max")] == [[20, 100, 0], [80, 150, 200]]
    assert [tables.boxes[name].tolist() for name in ("y_min", "y_max")] == [[40, 50, 0], [180, 200, 200]]
    assert tables.annotations["iscrowd"].tolist() == [False, False, True]
    assert tables.annotations["is_target"].tolist() == [True, True, False]
    assert [record.decode() for record in records(page(ROWS), tables)] == ROWS


def test_names_are_in_the_table_beside(tmp_path):
    for name, data in clean().files.items():
        (tmp_path / name).write_bytes(data)
    tables = boxlint.load([tmp_path])
    names = [tables.categories["name"].at(category) for category in tables.annotations["category"].tolist()]
    assert names == ["Car", "Person", "Person", "Person", "Bicycle", "Bicycle"]
    assert tables.files["has_class_list"].all()
    (tmp_path / "class-descriptions-boxable.csv").unlink()
    tables = boxlint.load([tmp_path])
    assert tables.categories["name"].at(0) == "/m/0k4j"
    assert not tables.files["has_class_list"].any()


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("a,x,/m/1,1,0.1,0.2", {"is_malformed": True}, "line 3: expected 13 fields, got 6"),
        (row("", "/m/1", "0,1,0,1"), {"missing_field": "ImageID"}, "line 3, ImageID: expected a name, got nothing"),
        (row("a", " ", "0,1,0,1"), {"missing_field": "LabelName"}, "line 3, LabelName: expected a name, got nothing"),
        (row("a", "/m/1", "0,1,,1"), {"missing_field": "YMin"}, "line 3, YMin: expected a number, got nothing"),
        (row("a", "/m/1", "0,1,x,1"), {"coordinates_not_numeric": True}, 'line 3, YMin: expected a number, got "x"'),
    ],
)
def test_faulty_rows_have_a_place(line, columns, problem, monkeypatch):
    content = page([ROWS[0], line, ROWS[1]])
    tables = assert_roads_agree(content, "open-images", monkeypatch)
    assert_second_row_is_faulty(content, tables, line, columns, problem)
    assert {0, 2} <= set(tables.boxes["annotation"].tolist())


@pytest.mark.parametrize("content", [b"", b"\n", b"a,b,c\n1,2,3\n", HEADER.encode(), b"\xff\xfe"])
def test_odd_files_do_no_harm(content):
    tables = read_content(content, "open-images")
    assert len(tables.annotations) == 0
    assert bool(tables.files["is_unreadable"][0]) != content.startswith(b"ImageID")


FRACTIONS = st.tuples(*[st.integers(0, 10_000)] * 4).map(lambda values: tuple(value / 10_000 for value in values))


@settings(max_examples=60)
@given(FRACTIONS, st.integers(0, 2), st.sampled_from([(640, 480), (1024, 683), (200, 200)]))
def test_boxes_are_written_as_fractions_in_their_style(box, number, size):
    content = page(ROWS)
    pixels = tuple(value * size[axis % 2] for axis, value in enumerate(box))
    changed = rewritten("open_images", content, "open-images", number, pixels, size=size)
    found = read_content(changed, "open-images").boxes
    values = [found[name][number] / 200 for name in ("x_min", "y_min", "x_max", "y_max")]
    assert values == pytest.approx(box, abs=1e-6)
    lines, old = changed.decode().splitlines(), content.decode().splitlines()
    assert [line for place, line in enumerate(lines) if place != number + 1] == [
        line for place, line in enumerate(old) if place != number + 1
    ]
    assert lines[number + 1].count('"') == old[number + 1].count('"')
    assert rewritten("open_images", changed, "open-images", number, pixels, size=size) == changed


def test_a_decimal_comma_stays_one():
    content = page([ROWS[1]])
    changed = rewritten("open_images", content, "open-images", 0, (100, 50.5, 160, 200), size=(200, 200))
    assert changed == content.replace(b'"0,25"', b'"0,2525"').replace(b'"0,75"', b'"0,8"')


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_removed_rows_leave_the_others_as_they_are(removed, line_end):
    rows = [row(f"i{number}", "/m/1", "0.1,0.2,0.3,0.4") for number in range(len(removed))]
    content = page(rows, line_end)
    tables = read_content(content, "open-images")
    spans = editor_of("open_images", content).removed_spans(
        content, tables.annotations["start"], tables.annotations["end"], np.array(removed)
    )
    assert without(content, spans) == page([line for line, gone in zip(rows, removed) if not gone], line_end)


def test_wrapped_records_are_read_again():
    content = page([*ROWS, "a,b"])
    found = records(content, read_content(content, "open-images"))
    wrapped = editor_of("open_images", content).wrapped(found)
    assert records(wrapped, read_content(wrapped, "open-images")) == found


def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path):
    outcome = fix_copy(SAMPLES / "dirty", tmp_path / "dirty", max_drop=1.0)
    assert outcome.removed == 9
    assert outcome.fixed["BX202"] == 1
    assert fix_copy(SAMPLES / "clean", tmp_path / "clean").repairs == ()


@needs_real_data
def test_real_files_are_read_as_another_reader_does(tmp_path):
    files = real_files("open-images")
    assert len(files) == 3
    assert_read_and_fixed(files, "open-images", tmp_path)
