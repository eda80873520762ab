"""YOLO text becomes tables: every line has its row, and what is wrong with it is said."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from boxlint.discovery import find
from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.formats.yolo import read as reader
from boxlint.formats.yolo.layout import Layout
from boxlint.formats.yolo.records import DetectionLine, SegmentLine
from boxlint.fractions import NOMINAL_SIDE
from boxlint.rows.gathered import Rows
from boxlint.tables import Tables
from tests.independent.agreement import agreement
from tests.table_checks import assert_same_tables
from tests.yolo_samples import BOX, KINDS, POLYGON, POSE, QUAD, files, read_texts

FAULTS = ("is_malformed", "coordinates_not_numeric")


def spans(tables: Tables, text: str) -> list[str]:
    data = text.encode()
    pairs = zip(tables.annotations["start"].tolist(), tables.annotations["end"].tolist(), strict=True)
    return [data[start:end].decode() for start, end in pairs]


def shape(tables: Tables, table: str, *columns: str) -> list[list[float]]:
    """The rows of a table of shapes, as fractions."""
    values = np.column_stack([tables[table][column] for column in columns]) / NOMINAL_SIDE
    found: list[list[float]] = values.tolist()
    return found


def test_a_box():
    text = f"{BOX}\r\n\r\n2 0.5 0.5 1 1"
    tables = read_texts(text)
    corners = shape(tables, "box", "x_min", "y_min", "x_max", "y_max")
    assert corners == [pytest.approx([0.4, 0.25, 0.6, 0.55]), [0.0, 0.0, 1.0, 1.0]]
    assert spans(tables, text) == [BOX, "2 0.5 0.5 1 1"]
    assert tables.annotations["index"].tolist() == [0, 1]
    assert tables.images["has_fractions"].tolist() == [True]
    assert tables.images["file_name"].at(0) == "0"
    assert [tables.annotations["written_category_id"].at(row) for row in (0, 1)] == [0, 2]
    assert tables.annotations["lowest_fraction"].tolist() == [np.float32("0.2"), 0.5]
    assert tables.annotations["highest_fraction"].tolist() == [np.float32("0.5"), 1]
    assert np.isnan(tables.annotations["score"]).all()
    assert not tables.files["has_class_list"].any()


def test_four_corners():
    tables = read_texts(QUAD, kind="yolo-obb")
    names = [f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"]
    assert shape(tables, "quad", *names) == [pytest.approx([0.1, 0.1, 0.3, 0.1, 0.3, 0.2, 0.1, 0.2])]
    # center and size of what encloses them
    assert tables.annotations["lowest_fraction"].tolist() == pytest.approx([0.1])
    assert tables.annotations["highest_fraction"].tolist() == pytest.approx([0.2])


def test_polygons_of_any_length():
    tables = read_texts(f"{POLYGON}\n0 0.5 0.5 0.7 0.5 0.6 0.9\n{QUAD}\n", kind="yolo-segment")
    extents = shape(tables, "polygon", "x_min", "y_min", "x_max", "y_max")
    assert extents == [
        pytest.approx([0.1, 0.1, 0.35, 0.4]),
        pytest.approx([0.5, 0.5, 0.7, 0.9]),
        pytest.approx([0.1, 0.1, 0.3, 0.2]),
    ]
    assert tables.polygons["number_count"].tolist() == [10, 6, 8]
    assert tables.annotations["has_mask"].all()
    assert np.isnan(tables.annotations["expected_coordinate_count"]).all()
    assert tables.annotations["lowest_fraction"].tolist() == pytest.approx([0.225, 0.2, 0.1])
    assert tables.annotations["highest_fraction"].tolist() == pytest.approx([0.3, 0.7, 0.2])


def test_a_pose_with_visibilities():
    tables = read_texts(POSE, kind="yolo-pose")
    assert shape(tables, "keypoint", "x", "y") == [pytest.approx([0.45, 0.35]), [0.5, 0.4], pytest.approx([0.55, 0.45])]
    assert tables.keypoints["visibility"].tolist() == [2, 1, 0]
    assert tables.annotations["has_keypoints"].all()
    assert tables.annotations["keypoint_number_count"].tolist() == [9]
    assert tables.categories["keypoint_count"].tolist() == [3]
    assert len(tables.boxes) == 1
    assert tables.annotations["lowest_fraction"].tolist() == [0]
    assert tables.annotations["highest_fraction"].tolist() == [np.float32("0.55")]


def test_a_pose_of_two_dimensions(tmp_path):
    (tmp_path / "data.yaml").write_text("names: [tiger]\nkpt_shape: [3, 2]\n")
    text = "0 0.5 0.5 0.4 0.4 0.4 0.45 0.6 0.55 -0.1 -0.1"
    tables = read_texts(text, kind="yolo-pose", folder=tmp_path / "labels")
    assert tables.keypoints["visibility"].tolist() == [2, 2, 0]
    assert tables.annotations["expected_coordinate_count"].tolist() == [10]
    assert tables.annotations["highest_fraction"].tolist() == [np.float32("0.6")]
    assert tables.categories["keypoint_count"].tolist() == [3]


@pytest.mark.parametrize(
    ("text", "category"), [("1.0", "1"), ("01", "1"), ("+3", "3"), ("1e1", "10"), ("-0", "0"), ("-1", "-1")]
)
def test_a_class_is_a_whole_number_however_it_is_written(text, category):
    tables = read_texts(f"{text} 0.5 0.5 0.1 0.1")
    assert tables.categories["name"].values == (category,)
    assert not tables.annotations["is_malformed"].any()


MALFORMED: Final = {"is_malformed"}
WORD: Final = {"coordinates_not_numeric"}
PREDICTION: Final = "this looks like a prediction with its confidence"
PAIRS: Final = "expected the class and pairs of x and y, three at least, got the class and"


@pytest.mark.parametrize(
    ("kind", "line", "flags", "problem"),
    [
        ("yolo", "car 0.5 0.5 0.1 0.1", MALFORMED, 'expected the number of a class, got "car"'),
        ("yolo", "1.5 0.5 0.5 0.1 0.1", MALFORMED, 'expected the number of a class, got "1.5"'),
        ("yolo", "nan 0.5 0.5 0.1 0.1", MALFORMED, 'expected the number of a class, got "nan"'),
        ("yolo", "0,0.5,0.5,0.1", MALFORMED, 'expected numbers with blanks between them, got "0,0.5,0.5,0.1"'),
        ("yolo", "0 0.5 0.5 x 0.1", WORD, 'field 4: expected a number, got "x"'),
        ("yolo", "0 0.5 0.5 0.1", 3, "4 numbers, expected 5"),
        ("yolo", "0", 0, "1 number, expected 5"),
        ("yolo", "0 0.5 0.5 0.1 0.1 0.9", 5, f"6 numbers, expected 5: {PREDICTION}"),
        ("yolo", QUAD, 8, "9 numbers, expected 5: this looks like an oriented box or a polygon"),
        ("yolo", POLYGON, 10, "11 numbers, expected 5: this looks like a polygon"),
        ("yolo-obb", BOX, 4, "5 numbers, expected 9"),
        ("yolo-obb", f"{QUAD} 0.8", 9, f"10 numbers, expected 9: {PREDICTION}"),
        ("yolo-segment", BOX, 4, f"{PAIRS} a box, as in labels for detection"),
        ("yolo-segment", "0 0.5 0.5 0.1 0.1 0.5 0.3 0.3", 7, f"{PAIRS} 7 numbers"),
        ("yolo-pose", BOX, 4, "5 numbers, expected 14"),
        ("yolo-pose", POSE.replace("0.35", "y", 1), WORD, 'field 7: expected a number, got "y"'),
    ],
)
def test_faulty_lines_have_a_row(kind: str, line: str, flags: Any, problem: str) -> None:
    good = KINDS[kind]
    text = f"{good}\n{line}\n{good}\n"
    tables = read_texts(text, kind=kind)
    annotations = tables.annotations
    assert spans(tables, text) == [good, line, good]
    expected = flags if isinstance(flags, set) else set()
    assert {name for name in FAULTS if annotations[name][1]} == expected
    assert not any(annotations[name][[0, 2]].any() for name in FAULTS)
    assert annotations["problem"].at(1) == f"line 2: {problem}"
    counts = annotations["coordinate_count"], annotations["expected_coordinate_count"]
    if isinstance(flags, int):
        assert counts[0][1] == flags != counts[1][1]
    else:
        assert counts[0][1] == counts[1][1] or np.isnan(counts[0][1])


def test_the_confidence_of_a_prediction():
    tables = read_texts("0 0.5 0.5 0.1 0.1 0.875\n0 0.5 0.5 0.1 0.1 1.5")
    assert tables.annotations["score"].tolist() == pytest.approx([0.875, np.nan], nan_ok=True)
    assert tables.boxes["annotation"].tolist() == [0]


def test_values_that_are_not_finite_are_values():
    tables = read_texts("0 nan 0.5 inf 0.1")
    assert np.isnan(tables.boxes["x_min"][0])
    assert not tables.annotations["coordinates_not_numeric"].any()
    assert np.isnan(tables.annotations["lowest_fraction"][0])


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + BOX.encode(),
        BOX.encode("utf-16"),
        f"{BOX}\n{BOX}\r{BOX}".encode(),
        b"\n\n" + BOX.encode(),
        b"",
        b" \n",
    ],
)
def test_unusual_files(content):
    tables = read_texts(content)
    lines = content.count(b"0.4") or bool(content.strip())
    assert len(tables.boxes) == len(tables.annotations) == lines
    assert len(tables.images) == 1
    assert tables.files["encoding_is_unusual"][0] == (content[:1] in (b"\xef", b"\xff"))


def test_a_pointer_of_git_lfs_has_no_objects():
    tables = read_texts("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    assert tables.files["is_lfs_pointer"].all()
    assert len(tables.annotations) == 0


def test_a_file_that_cannot_be_read(tmp_path):
    tables = read_files([SourceFile(tmp_path / "a.txt", "a.txt", "yolo")], ReadOptions())
    assert tables.files["is_unreadable"].all()
    assert tables.files["problem"].at(0).startswith("the file cannot be read")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=300)
@given(data=st.data())
def test_files_read_together_are_as_each_is_alone(kind: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(files(kind), min_size=1, max_size=4))
    together = read_texts(*texts, kind=kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_read_together", each_alone)
        assert_same_tables(together, read_texts(*texts, kind=kind))


def each_alone(layout: Layout, group: Any, sources: Any, rows: Rows) -> None:
    for file, content in group:
        reader._read_alone(layout, file, content, sources[file], rows)


def test_many_lines_are_all_plain(monkeypatch):
    """What programs write costs no look at a single line."""
    monkeypatch.setattr(reader, "_add_object", None)
    for kind, line in KINDS.items():
        assert len(read_texts(f"{line}\n{line}\r\n", f"{line} \n\n{line}", kind=kind).annotations) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_real_limits_of_ultralytics(kind: str) -> None:
    """The extremes are those of float32, as its loader computes them."""
    rng = np.random.default_rng(7)
    count = len(KINDS[kind].split()) - 1
    values = rng.uniform(-0.2, 1.3, (200, count))
    text = "".join("0 " + " ".join(map(repr, row)) + "\n" for row in values.tolist())
    found = read_texts(text, kind=kind).annotations
    lowest, highest = zip(*(limits(kind, row) for row in text.splitlines()), strict=True)
    assert found["lowest_fraction"].tolist() == list(lowest)
    assert found["highest_fraction"].tolist() == list(highest)


def limits(kind: str, line: str) -> tuple[float, float]:
    """The least and the greatest value that ultralytics 8.4 compares with its limits, for one line."""
    numbers = np.array(line.split()[1:], np.float32)
    if kind in ("yolo-obb", "yolo-segment"):
        x, y = numbers[::2], numbers[1::2]
        corners = np.array([[x.min(), y.min(), x.max(), y.max()]])
        x1, y1, x2, y2 = corners.T
        numbers = np.concatenate([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])
    points = numbers[4:].reshape(-1, 3)[:, :2] if kind == "yolo-pose" else numbers
    return float(numbers.min()), float(points.max())


def test_the_models_say_what_a_line_is():
    line = DetectionLine(category="1.0", center_x=0.5, center_y=0.5, width=0.1, height=0.1)
    assert line.category == 1
    for wrong in ("x", "-1", -1):
        with pytest.raises(ValidationError):
            DetectionLine(category=wrong, center_x=0.5, center_y=0.5, width=0.1, height=0.1)
    for points in ((0.1,) * 4, (0.1,) * 7):
        with pytest.raises(ValidationError):
            SegmentLine(category=0, points=points)


SOURCES = {
    "Permer0516": {"yolo": 2166},
    "TWIST-Lab": {"yolo": 259},
    "UCAS-GYX": {"yolo": 6416},
    "hashemiMAH": {"yolo-obb": 16, "yolo-segment": 413},
    "lightly-ai": {"yolo": 16, "yolo-segment": 3},
    "open-edge-platform": {"yolo": 16},
    "rafaelpadilla": {"yolo": 737},
}


@pytest.mark.parametrize("source", SOURCES)
def test_real_files_are_read_as_another_reader_reads_them(source: str, real_data: Path) -> None:
    found = find(real_data.glob(f"{source}*"))
    counts = {}
    for kind in KINDS:
        paths = [Path(file.location) for file in found.files if file.format == kind]
        total, agreeing = agreement(paths, kind)
        # one prediction of rafaelpadilla has its confidence before the box, and a box that is higher than its image
        assert total - agreeing == (source == "rafaelpadilla" and kind == "yolo")
        if total:
            counts[kind] = total
    assert counts == SOURCES[source]
