from __future__ import annotations

import codecs
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import boxlint
from boxlint.formats import ReadOptions, SourceFile, detect, read_files
from boxlint.formats.dota.sniff import head_lines, sniff

LINE = "674 375 683 375 684 394 675 395 small-vehicle 0"
VERTICES = [f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"]


@pytest.fixture
def read(tmp_path):
    def read_texts(*texts: str | bytes, classes: tuple[str, ...] | None = None):
        files = []
        for number, text in enumerate(texts):
            path = tmp_path / f"P{number:04}.txt"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            files.append(SourceFile(path, f"labelTxt/{path.name}", "dota"))
        return read_files(files, ReadOptions(classes=classes))

    return read_texts


def span(tables, data: bytes, row: int) -> bytes:
    return data[int(tables.annotations["start"][row]) : int(tables.annotations["end"][row])]


def test_header_and_objects(read):
    text = f"imagesource:GoogleEarth\ngsd:null\nacquisition dates:2016-05-04\n\n{LINE}\n1 2 3 4 5 6 7 8 plane 2"
    tables = read(text)
    assert tables.files["header_lines"].tolist() == [3]
    assert [float(tables.quads[name][0]) for name in VERTICES] == [674, 375, 683, 375, 684, 394, 675, 395]
    assert tables.annotations["difficult"].tolist() == [0, 2]
    assert tables.annotations["index"].tolist() == [0, 1]
    assert span(tables, text.encode(), 0).decode() == LINE
    assert span(tables, text.encode(), 1).decode() == "1 2 3 4 5 6 7 8 plane 2"
    assert tables.images["file_name"].at(0) == "P0000"
    assert np.isnan(tables.images["width"][0])
    assert not tables.annotations["difficulty_is_missing"].any()


@pytest.mark.parametrize(
    ("line", "category", "difficult"),
    [
        ("1 2 3 4 5 6 7 8 ship", "ship", None),
        ("1 2 3 4 5 6 7 8 storage tank 1", "storage tank", 1),
        ("1 2 3 4 5 6 7 8 storage tank", "storage tank", None),
        ("1.5 -2 3e1 4 5 6 7 8 ground_track_field 0  ", "ground_track_field", 0),
        ("\t1 2 3 4 5 6 7 8\tship\t0", "ship", 0),
        ("1 2 3 4 5 6 7 8 飞机 0", "飞机", 0),
        ("1 2 3 4 5 6 7 8 3 1", "3", 1),
        ("1 2 3 4 5 6 7 8 3", "3", None),
        ("1 2 3 4 5 6 7 8 a b c 100", "a b c", 100),
        (f"1 2 3 4 5 6 7 8 ship {'9' * 5000}", "ship", float("inf")),
        ("nan inf 3 4 5 6 7 8 ship 0", "ship", 0),
    ],
)
def test_sound_lines(read, line, category, difficult):
    tables = read(line)
    assert len(tables.quads) == 1
    assert tables.categories["name"].at(int(tables.annotations["category"][0])) == category
    value = tables.annotations["difficult"][0]
    assert np.isnan(value) if difficult is None else value == difficult
    assert tables.annotations["difficulty_is_missing"].tolist() == [difficult is None]
    assert tables.annotations["problem"].at(0) == ""
    assert tables.annotations["coordinate_count"][0] == tables.annotations["expected_coordinate_count"][0] == 8


@pytest.mark.parametrize(
    ("line", "flags", "problem"),
    [
        ("1 2 3 4 5 6 7 ship 0", {"coordinate_count": 7}, "expected 8 coordinates, got 7"),
        ("1 2 3 4 ship", {"coordinate_count": 4}, "expected 8 coordinates, got 4"),
        ("1 2 3 4 5 6 7 large vehicle 0", {"coordinate_count": 7}, "expected 8 coordinates, got 7"),
        ("1 2 3 4 5 6 7 8 9 ship 0", {"coordinate_count": 9}, "expected 8 coordinates, got 9"),
        ("1 2 3 abc 5 6 7 8 ship 0", {"coordinates_not_numeric": True}, 'coordinate 4: expected a number, got "abc"'),
        ("1_0 2 3 4 5 6 7 8 ship 0", {"coordinates_not_numeric": True}, 'coordinate 1: expected a number, got "1_0"'),
        ("1 2 3 4 5 6 7 8px ship 0", {"coordinates_not_numeric": True}, 'coordinate 8: expected a number, got "8px"'),
        ("1 2 3 4 5 6 7 8", {"missing_field": "category"}, "expected a category after the coordinates"),
        (
            "hello world",
            {"is_malformed": True},
            'expected 8 coordinates, a category and a difficulty, got "hello world"',
        ),
        ("1,2,3,4,5,6,7,8,ship,0", {"is_malformed": True}, None),
        ("1 2 3 4 5", {"is_malformed": True}, None),
        ("1 2 3 4 5 6 7 8 9 10 11", {"is_malformed": True}, None),
        ("gsd:0.1", {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(read, line, flags, problem):
    text = f"{LINE}\n{line}\n{LINE}\n"
    tables = read(text)
    assert tables.quads["annotation"].tolist() == ([0, 1, 2] if "missing_field" in flags else [0, 2])
    for name in ("is_malformed", "coordinates_not_numeric"):
        assert tables.annotations[name].tolist() == [False, flags.get(name, False), False]
    assert tables.annotations["missing_field"].at(1) == flags.get("missing_field", "")
    if "coordinate_count" in flags:
        assert tables.annotations["coordinate_count"][1] == flags["coordinate_count"]
    if flags.get("is_malformed"):
        assert np.isnan(tables.annotations["coordinate_count"][1])
    assert tables.annotations["problem"].at(1).startswith("line 2: ")
    assert problem is None or tables.annotations["problem"].at(1) == f"line 2: {problem}"
    assert span(tables, text.encode(), 1).decode() == line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_ends_and_mark(read, end, mark):
    text = end.join([LINE, LINE, ""])
    tables = read(mark + text.encode())
    assert len(tables.quads) == 2
    assert [span(tables, text.encode(), row).decode() for row in (0, 1)] == [LINE, LINE]
    assert tables.files["encoding_is_unusual"].tolist() == [bool(mark)]


def test_utf16_and_empty_and_pointer(read):
    tables = read(codecs.BOM_UTF16_LE + LINE.encode("utf-16-le"), "", "version https://git-lfs.github.com/spec/v1\n")
    assert tables.quads["annotation"].tolist() == [0]
    assert tables.files["encoding"].at(0) == "utf-16-le"
    assert tables.files["is_lfs_pointer"].tolist() == [False, False, True]
    assert tables.images["file"].tolist() == [0, 1]
    assert not tables.files["is_unreadable"].any()


def test_categories_are_shared_in_a_folder(read):
    tables = read(LINE, LINE.replace("small-vehicle", "ship"), LINE, classes=("ship",))
    assert tables.annotations["category"].tolist() == [0, 1, 0]
    assert tables.categories["is_listed"].tolist() == [False, True]


def test_cut_images_are_found_and_their_objects_may_stick_out(tmp_path):
    name = "P2709__0.5__0___183"
    (tmp_path / "labelTxt").mkdir()
    (tmp_path / "images").mkdir()
    Image.new("L", (512, 512)).save(tmp_path / "images" / f"{name}.png")
    lines = [
        "-3.5 10 40 10 40 30 -3.5 30 ship 2",
        "100 100 140 100 140 130 100 130 ship 0",
        "200 200 200 200 240 230 240 230 ship 2",
        "600 10 640 10 640 30 600 30 ship 2",
    ]
    (tmp_path / "labelTxt" / f"{name}.txt").write_text("\n".join(lines))
    report = boxlint.check(tmp_path / "labelTxt", images=[tmp_path / "images"], isolated=True)
    assert report.tables.images["width"].tolist() == [512]
    assert [(finding.code, finding.annotation_index) for finding in report] == [("BX501", 2), ("BX512", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LINE, True),
        ("imagesource:GoogleEarth\ngsd:0.1\n", True),
        (f"{LINE}\n1 2 3\n", True),
        ("", False),
        ("ship\nplane\n", False),
        ("0 0.1 0.2 0.3 0.4\n", False),
        ("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8\n", False),
        ("1,2,3,4,5,6,7,8,text\n", False),
        ("Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57\n", False),
        ("images/a.png\nimages/b.png\n", False),
        (f"{LINE}\n" * 2000 + "1", True),
    ],
)
def test_dota_is_told_by_content(tmp_path, text, expected):
    path = tmp_path / "a.txt"
    path.write_text(text)
    found = detect(path)
    assert (found is not None and found.name == "dota") == expected


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(st.sampled_from([LINE, LINE, "", "a b", "1 2 3 4 5 6 7 8 nan", "1 2 3 4 5 6 7 8 9 a", "\t"])),
    times=st.sampled_from([1, 9]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_told_at_a_glance_is_what_each_line_tells(lines, times, end):
    head = end.join(lines * times).encode()
    written = head_lines(head)
    objects = [line for line in written if line == LINE]
    assert sniff(head, "a.txt") == (0 < len(written) <= 2 * len(objects))


def test_content_in_place_of_the_file(tmp_path):
    content = f"gsd:1\n{LINE}\n".encode()
    tables = read_files([SourceFile(tmp_path / "gone.txt", "labelTxt/a.txt", "dota", content)], ReadOptions())
    assert tables.files["header_lines"].tolist() == [1]
    assert span(tables, content, 0).decode() == LINE
    assert tables.images["file_name"].at(0) == "a"


FIELDS = ["1", "2.5", "-3", "nan", "1e999", "1_0", "ship", "large", "0", "é", "8px", ":", "gsd:1", "飞机"]


@settings(max_examples=400, deadline=None)
@given(
    lines=st.lists(st.lists(st.sampled_from(FIELDS), max_size=12), max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_lines_are_rows_with_their_spans(tmp_path_factory, lines, end):
    texts = [" ".join(line) for line in lines]
    data = end.join(texts).encode()
    path = tmp_path_factory.getbasetemp() / "lines.txt"
    path.write_bytes(data)
    tables = read_files([SourceFile(path, "lines.txt", "dota")], ReadOptions())
    annotations = tables.annotations
    written = [text for text in texts if text.strip()]
    assert len(annotations) + tables.files["header_lines"][0] == len(written)
    for row, text in enumerate(written[int(tables.files["header_lines"][0]) :]):
        assert span(tables, data, row).decode() == text
        faults = [
            bool(annotations["is_malformed"][row]),
            annotations["missing_field"].at(row) != "",
            bool(annotations["coordinates_not_numeric"][row]),
            annotations["coordinate_count"][row] < 8 or annotations["coordinate_count"][row] > 8,
        ]
        assert sum(faults) <= 1
        assert (annotations["problem"].at(row) != "") == any(faults)
        can_be_read = not any(faults) or annotations["missing_field"].at(row) == "category"
        assert (row in tables.quads["annotation"]) == can_be_read


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(data)
    tables = read_files([SourceFile(path, "bytes.txt", "dota")], ReadOptions())
    assert len(tables.files) == 1


@pytest.mark.skipif("BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder")
def test_real_dota_has_no_faults_that_a_plain_reading_does_not_see():
    files = [
        SourceFile(path, str(path), "dota")
        for path in sorted(Path(os.environ["BOXLINT_REAL_DATA"]).rglob("*.txt"))
        if (found := detect(path)) is not None and found.name == "dota"
    ]
    assert files
    tables = read_files(files, ReadOptions())
    expected = sum(len(line.split()) in (9, 10) for file in files for line in file.path.read_text().splitlines())
    assert len(tables.quads) == expected == len(tables.annotations)
