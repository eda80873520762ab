"""Formats with a line an object: told apart, located and edited alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxlint.formats import detect, detect_head
from boxlint.formats.registry import FORMATS, find_format
from boxlint.syntax.lines.fields import split_at_blanks, split_at_commas, texts
from boxlint.text.source import HEAD_SIZE
from sample_data.make import datasets
from sample_data.makers import icdar, kitti, rsod, ucas_aod, visdrone
from sample_data.makers.dota import PLANES
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_copy
from tests.independent.agreement import agreement

SAMPLES = Path(__file__).parent.parent / "sample_data"
LINES = {
    "visdrone": [visdrone.CAR, visdrone.PEOPLE, f"{visdrone.VAN},", visdrone.IGNORED],
    "icdar": [icdar.OPEN, icdar.PRICE, icdar.YEAR, "7,544,311,393,592,423,503,601,322,600,170,748,Party"],
    "kitti": [kitti.CAR, kitti.CYCLIST, kitti.FLAT, kitti.REGION],
    "ucas-aod": [ucas_aod.TURNED, f"car {ucas_aod.PARKED}"],
    "rsod": [rsod.line("a_4", "aircraft", 66, 89, 122, 140), rsod.line("a_4", "ship", "1.50", 2, 30, 40)],
    "xyxy": ["466 441 493 470 3", "10.50 20 40.00 60 big ship"],
    "class-xyxy": ["ship 10 20 40 60", "big ship 0.9 10.5 20 40.0 60"],
    "class-xywh": ["ship 10 20 40 60", "3,0.25,10.5,20,40.0,60"],
}
TOLD = [name for name in LINES if not name.endswith(("xyxy", "xywh"))]
NUMBER = st.floats(-50, 5000).map(lambda value: round(value, 2))


def content(name: str, newline: str = "\n") -> bytes:
    return "".join(line + newline for line in LINES[name]).encode()


def edit(name: str):
    format = find_format(name)
    assert format is not None
    return format.module("edit")


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_files_are_told_by_their_lines(tmp_path, name, newline):
    for data in (content(name, newline), b"\xef\xbb\xbf" + content(name, newline)):
        path = tmp_path / "image.txt"
        path.write_bytes(data)
        assert getattr(detect(path), "name", None) == name


@pytest.mark.parametrize("name", [*TOLD, "dota"])
def test_a_head_that_ends_inside_a_line_is_told_by_the_lines_before(name):
    data = content(name) if name in LINES else "\n".join([*PLANES, ""]).encode()
    candidates = [format for format in FORMATS if ".txt" in format.suffixes]
    for shift in range(len(data)):
        head = (b"\n" * shift + data * (HEAD_SIZE // len(data) + 1))[:HEAD_SIZE]
        assert getattr(detect_head(head, "image.txt", candidates), "name", None) == name


@pytest.mark.parametrize("dataset", datasets(), ids=lambda dataset: dataset.folder)
def test_samples_are_told_to_be_of_no_other_format(dataset):
    own = dataset.folder.partition("/")[0].replace("_", "-")
    for name in dataset.files:
        found = detect(SAMPLES / dataset.folder / name)
        if found is not None and (found.name in LINES or found.name == "wider-face"):
            assert found.name == own


def test_texts_of_other_kinds_are_told_to_be_none(tmp_path):
    for text in (
        "1,1,912,484,97,109,0,7,1\n1,2,338,418,167,379,1,1,1\n",
        "0,3,593,43,174,190,1,4,0,0\n",
        "images/000001.jpg\nimages/000002.jpg\n",
        "lorem ipsum\n",
        "1 2 3\n",
    ):
        path = tmp_path / "a.txt"
        path.write_text(text)
        assert detect(path) is None, text


def test_fields_are_where_they_stand():
    line = b" a,\tb c ,,4 "
    assert texts(line, split_at_commas(line)) == ["a", "b c", "", "4"]
    assert texts(line, split_at_blanks(line)) == ["a,", "b", "c", ",,4"]


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spans_are_the_lines(name, newline):
    data = newline.encode() + content(name, newline)
    tables = read_content(data, name)
    assert [record.decode() for record in records(data, tables)] == LINES[name]
    assert not tables.annotations["is_malformed"].any()


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\xff\xfe", b"\0\0", b"\x80abc", b",,,,,,,,,,,\n", b"1\n", b"a b c\n"]
)
def test_odd_files_do_no_harm(name, data):
    tables = read_content(data, name)
    assert len(tables.files) == 1
    assert all(tables.annotations["problem"].at(row) for row in range(len(tables.annotations)))


@given(st.sampled_from([*LINES]), st.binary(max_size=80))
def test_no_line_is_refused(name, noise):
    data = b"\n" + noise + b"\n" + content(name) + noise
    tables = read_content(data, name)
    assert len(tables.annotations) >= len(LINES[name])


@given(st.sampled_from([*LINES]), st.data())
def test_coordinates_are_written_where_they_stand(name, data):
    line = data.draw(st.sampled_from(LINES[name])).encode()
    before = read_content(line, name)
    field, count = next((f, c) for f, c in (("box", 4), ("quad", 8)) if len(before[f]) or f == "quad")
    if not len(before[field]):
        return
    values = tuple(data.draw(st.lists(NUMBER, min_size=count, max_size=count)))
    changed = edited(line, edit(name).edit_record("annotation", line, {field: values}))
    after = read_content(changed, name)
    columns = (
        ("x_min", "y_min", "x_max", "y_max") if field == "box" else [f"{a}{v}" for v in (1, 2, 3, 4) for a in "xy"]
    )
    assert [after[field][column][0] for column in columns] == pytest.approx(values, abs=1e-6)
    assert seen(after)[0]["category"] == seen(before)[0]["category"]
    assert edit(name).edit_record("annotation", changed, {field: values}) == []
    assert edit(name).edit_record("image", line, {field: values}) == []


@pytest.mark.parametrize(
    ("name", "line", "values", "changed"),
    [
        ("visdrone", "684,8,27,19,1,4,0,0,", {"box": (684, 8, 700, 27)}, "684,8,16,19,1,4,0,0,"),
        ("visdrone", "711,8,-27,19,1,4,0,0", {"box": (684, 8, 711, 27)}, "684,8,27,19,1,4,0,0"),
        ("kitti", "big  van 0 0 1 -5.50 2 30.0 40 1 1 1 1 1 1 1", {"box": (0, 2, 30, 40)}, None),
        ("icdar", "1,2,3,4,5,6,7,8,1,000", {"quad": (7, 8, 5, 6, 3, 4, 1, 2)}, "7,8,5,6,3,4,1,2,1,000"),
        ("icdar", '38, 43, 920, 215, "Tired"', {"box": (38, 43, 900, 215)}, '38, 43, 900, 215, "Tired"'),
        ("rsod", "a\tship\t1\t2\t300\t4", {"box": (1, 2, 30.25, 4)}, "a\tship\t1\t2\t30.25\t4"),
        ("xyxy", "1 2 300 4 ship", {"box": (1, 2, 30, 4)}, "1 2 30 4 ship"),
        ("class-xywh", "ship 0.5 1 2 300 4", {"box": (1, 2, 31, 6)}, "ship 0.5 1 2 30 4"),
    ],
)
def test_numbers_keep_their_style(name, line, values, changed):
    record = line.encode()
    expected = changed or line.replace("-5.50", "0")
    found = edited(record, edit(name).edit_record("annotation", record, values)).decode()
    assert found in (expected, line.replace("-5.50", "0.0"))


@given(st.sampled_from([*LINES]), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
def test_removed_lines_leave_the_others_as_they_are(name, newline, ends, data):
    lines = data.draw(st.lists(st.sampled_from(LINES[name]), min_size=1, max_size=6))
    removed = np.array(data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines))))
    text = newline.join(lines).encode() + newline.encode() * ends
    tables = read_content(text, name)
    spans = edit(name).removed_spans(text, tables.annotations["start"], tables.annotations["end"], removed)
    left = without(text, spans)
    kept = [line for line, gone in zip(lines, removed, strict=True) if not gone]
    assert left.decode() == newline.join(kept) + newline * (ends and bool(kept))


@pytest.mark.parametrize("name", LINES)
def test_wrapped_records_are_read_again(name):
    lines = [*(line.encode() for line in LINES[name]), b"17", b"none of it", LINES[name][0].encode()]
    wrapped = edit(name).wrapped(lines)
    assert records(wrapped, read_content(wrapped, name)) == lines


@pytest.mark.parametrize("name", [*TOLD, "wider-face"])
def test_a_fix_changes_what_it_must_and_nothing_else(tmp_path, name):
    package = name.replace("-", "_")
    outcome = fix_copy(SAMPLES / package / "dirty", tmp_path / package, max_drop=1.0)
    assert outcome.fixed["BX301"] == 1
    assert outcome.removed >= 4


@pytest.mark.parametrize("name", [*TOLD, "wider-face"])
def test_another_reader_agrees(name):
    files = sorted((SAMPLES / name.replace("-", "_") / "clean").rglob("*.txt"))
    total, agreeing = agreement(files, name)
    assert total == agreeing >= 5


def test_every_line_format_is_tested():
    readers = {
        format.name
        for format in FORMATS
        if "LineReader(" in (Path("boxlint/formats") / format.package / "read.py").read_text(encoding="utf-8")
    }
    assert readers == {*LINES, "wider-face"}
