"""WIDER FACE: images and their numbers of faces, what a removal does to them, and real files."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.discovery import find
from boxlint.formats import detect
from boxlint.formats.wider_face.edit import edit_record, recount, removed_spans, wrapped
from boxlint.formats.wider_face.fields import read_line
from boxlint.formats.wider_face.records import explain
from sample_data.makers.wider_face import FACES, ZEROS
from tests.edited_texts import edited, read_content, records
from tests.fix_checks import fix_and_verify
from tests.independent.agreement import agreement

SOURCE = "open-edge-platform+datumaro/widerface"


def entry(name: str, *faces: str, count: int | None = None, newline: str = "\n") -> bytes:
    number = len(faces) if count is None else count
    return newline.join([name, str(number), *(faces or [ZEROS]), ""]).encode()


WHOLE = entry("0--P/a 1.jpg", *FACES) + entry("0--P/b.jpg") + entry("c.png", FACES[0], "9 9 0 0 0 0 0 1 0 0")


def test_files_are_told_by_an_image_its_number_and_a_face(tmp_path):
    path = tmp_path / "wider_face_val_bbx_gt.txt"
    for data, told in (
        (WHOLE, "wider-face"),
        (WHOLE.replace(b"\n", b"\r\n"), "wider-face"),
        (b"\xef\xbb\xbf" + WHOLE, "wider-face"),
        (entry("b.jpg") + WHOLE, "wider-face"),
        (b"images/a.jpg\nimages/b.jpg\n", None),
        (b"images/a.jpg\n1\n10 20 30 40 0.9\n", None),
    ):
        path.write_bytes(data)
        assert getattr(detect(path), "name", None) == told


def test_what_a_file_says():
    tables = read_content(WHOLE, "wider-face")
    assert [tables.images["file_name"].at(row) for row in range(3)] == ["0--P/a 1.jpg", "0--P/b.jpg", "c.png"]
    assert tables.annotations["image"].tolist() == [0, 0, 0, 2, 2]
    assert tables.annotations["is_target"].tolist() == [True, True, True, True, False]
    assert [tables.boxes[name][0] for name in ("x_min", "y_min", "x_max", "y_max")] == [449, 330, 571, 479]
    assert records(WHOLE, tables) == [*(face.encode() for face in FACES), FACES[0].encode(), b"9 9 0 0 0 0 0 1 0 0"]
    start, end = tables.images["start"][0], tables.images["end"][0]
    assert WHOLE[int(start) : int(end)] == b"0--P/a 1.jpg\n3"
    assert not tables.files["is_unreadable"][0]


@pytest.mark.parametrize(
    ("data", "problem", "faces"),
    [
        (entry("a.jpg", *FACES, count=214), "line 2: 214 faces are declared, and 3 lines follow", 3),
        (entry("a.jpg", *FACES, count=1) + WHOLE, "line 2: 1 face is declared, and 3 lines follow", 8),
        (entry("a.jpg", FACES[0], count=0), "line 2: 0 faces are declared, and 1 line follows", 1),
        (b"a.jpg\n", 'line 1: expected the number of faces of "a.jpg"', 0),
        (b"a.jpg\nb.jpg\n", 'line 2: expected the number of faces of "a.jpg", got "b.jpg"', 0),
        (b"17\n" + WHOLE, 'line 1: expected the path of an image, got "17"', 5),
    ],
)
def test_wrong_numbers_are_told_with_their_place(data, problem, faces):
    tables = read_content(data, "wider-face")
    assert tables.files["is_unreadable"][0]
    assert tables.files["problem"].at(0) == problem
    line = int(problem.split(":")[0].removeprefix("line "))
    assert tables.files["problem_start"][0] == sum(map(len, data.splitlines(keepends=True)[: line - 1]))
    assert len(tables.annotations) == faces


@pytest.mark.parametrize(
    ("line", "columns", "problem"),
    [
        ("10 20 30", {"coordinate_count": 3}, "line 3: h is missing"),
        ("10 20 3O 40", {"coordinates_not_numeric": True}, 'line 3: w: expected a number, got "3O"'),
        ("10 20 30 40 0 0 0 yes 0 0", {"is_malformed": True}, None),
        ("1 2 3 4 5 6 7 8 9 10 11", {"is_malformed": True}, None),
    ],
)
def test_faulty_lines_have_a_row(line, columns, problem):
    tables = read_content(entry("a.jpg", line, FACES[1]), "wider-face")
    for name, value in columns.items():
        assert tables.annotations[name][0] == value
    if problem:
        assert tables.annotations["problem"].at(0) == problem
    assert tables.boxes["annotation"].tolist() == [1]
    assert not tables.files["is_unreadable"][0]
    assert explain(read_line(FACES[0].encode()), "line 3") == ""


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xff\xfe", b"a b c", b"3\n4\n", b"a.jpg\n99999999999\n1 2 3 4\n"])
def test_odd_files_do_no_harm(data):
    assert len(read_content(data, "wider-face").files) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.data())
def test_removals_keep_the_numbers_right(newline, sizes, data):
    text = b"".join(entry(f"{place}.jpg", *FACES[:size], newline=newline) for place, size in enumerate(sizes))
    tables = read_content(text, "wider-face")
    removed = np.array(data.draw(st.lists(st.booleans(), min_size=sum(sizes), max_size=sum(sizes))), bool)
    spans = removed_spans(text, tables.annotations["start"], tables.annotations["end"], removed)
    pieces = [(start, end, b"") for start, end in spans]
    images = tables.annotations["image"]
    for image in np.unique(images[removed]).tolist():
        start, end = int(tables.images["start"][image]), int(tables.images["end"][image])
        count = int(removed[images == image].sum())
        pieces += [(start + e.start, start + e.end, e.replacement) for e in recount(text[start:end], count)]
    for start, end, replacement in sorted(pieces, reverse=True):
        text = text[:start] + replacement + text[end:]
    kept = [
        [face for face, gone in zip(FACES, removed[images == place], strict=False) if not gone]
        for place in range(len(sizes))
    ]
    assert text == b"".join(entry(f"{place}.jpg", *faces, newline=newline) for place, faces in enumerate(kept))


def test_boxes_are_written_where_they_stand():
    record = FACES[0].encode()
    assert edited(record, edit_record("annotation", record, {"box": (449, 330, 500, 479)})) == (
        b"449 330 51 149 0 0 0 0 0 0 "
    )
    assert edit_record("image", b"a.jpg\n1", {"box": (1, 2, 3, 4)}) == []
    assert recount(b"a.jpg", 1) == []


def test_wrapped_records_are_read_again():
    found = [FACES[0].encode(), b"none of it", b"5", ZEROS.encode(), b"1 2"]
    assert records(wrapped(found), read_content(wrapped(found), "wider-face")) == found


def test_an_emptied_image_goes_where_it_may(tmp_path):
    flat = "20 20 0 0 0 0 0 0 0 0"
    path = tmp_path / "wider_face_train_bbx_gt.txt"
    whole = entry("a.jpg", FACES[0], flat) + entry("b.jpg", flat) + entry("c.jpg", FACES[1])
    path.write_bytes(whole)
    fix_and_verify(tmp_path, max_drop=1.0)
    assert path.read_bytes() == entry("a.jpg", FACES[0]) + entry("b.jpg") + entry("c.jpg", FACES[1])
    path.write_bytes(whole)
    fix_and_verify(tmp_path, max_drop=1.0, drop_empty_images=True)
    assert path.read_bytes() == entry("a.jpg", FACES[0]) + entry("c.jpg", FACES[1])


def test_a_file_with_wrong_numbers_is_left_alone(tmp_path):
    path = tmp_path / "wider_face_train_bbx_gt.txt"
    path.write_bytes(entry("a.jpg", FACES[0], "1 1 0 0 0 0 0 0 0 0", count=3) + WHOLE)
    before = path.read_bytes()
    outcome = boxlint.fix(path, unsafe_fixes=True, drop_invalid=True, isolated=True)
    assert path.read_bytes() == before
    assert len(outcome.left_alone) == 1


def test_real_files(real_data, tmp_path):
    files = [file.path for file in find([real_data / SOURCE]).files]
    assert {file.format for file in find([real_data / SOURCE]).files} == {"wider-face"}
    assert agreement(files, "wider-face") == (6, 6)
    copy = tmp_path / "copy"
    shutil.copytree(real_data / SOURCE, copy)
    assert len(boxlint.check(copy, isolated=True)) == 0


def test_the_zeros_of_no_face_belong_to_their_image():
    tables = read_content(WHOLE, "wider-face")
    start, end = (int(tables.images[side][1]) for side in ("start", "end"))
    assert WHOLE[start:end] == entry("0--P/b.jpg").rstrip(b"\n")


def test_a_flag_of_thousands_of_digits_is_none():
    tables = read_content(entry("a/b.jpg", "9 9 5 5 0 0 0 " + "9" * 5000 + " 0 0"), "wider-face")
    assert tables.annotations["is_target"].tolist() == [True]
