"""Edits of YOLO text: exactly the numbers that are meant, and whole lines."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats import detect
from boxlint.formats.yolo.edit import edit_record, read_polygons, removed_spans, wrapped
from boxlint.fractions import NOMINAL_SIDE
from tests.edited_texts import assert_lines_are_cut, edited, records, seen
from tests.fix_checks import fix_and_verify
from tests.yolo_samples import BOX, KINDS, POLYGON, QUAD, files, lines, read_texts

SIZE = (640.0, 480.0)
ROOT = Path(__file__).parent.parent
TEXTS = st.sampled_from(["0.5", "0.250000", ".125", "1e-1", "0.1234567890123", "0", "1.", "0.75", "0.005", "+0.3"])
FIELDS = {"yolo": "box", "yolo-obb": "quad", "yolo-segment": "polygons", "yolo-pose": "box"}


def pixels(texts: list[str]) -> list[float]:
    return [float(text) * SIZE[place % 2] for place, text in enumerate(texts)]


@st.composite
def changed_lines(draw: st.DrawFn, kind: str) -> tuple[str, dict[str, Any], list[float]]:
    """A line, new values for it, and the fractions that it then should have after the class."""
    count = {"yolo": 4, "yolo-obb": 8, "yolo-segment": 2 * draw(st.integers(3, 6)), "yolo-pose": 4}[kind]
    old, new = (draw(st.lists(TEXTS, min_size=count, max_size=count)) for _ in range(2))
    blanks = [draw(st.sampled_from([" ", "  ", "\t", "\u00a0"])) for _ in range(count)]
    line = draw(st.sampled_from(["0", " 1.0"])) + "".join(map("".join, zip(blanks, old, strict=True)))
    line += draw(st.sampled_from(["", " ", "\t"])) if kind != "yolo-pose" else " 0.4 0.35 2 0.5 0.4 1"
    values: dict[str, Any] = {"size": SIZE}
    if count == 4:
        x, y, width, height = pixels(new)
        values["box"] = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    elif kind == "yolo-obb":
        values["quad"] = pixels(new)
    else:
        values["polygons"] = {0: tuple(pixels(new))}
    return line, values, [float(text) for text in new]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=200)
@given(data=st.data())
def test_exactly_the_meant_numbers_change(kind: str, data: st.DataObject) -> None:
    line, values, wanted = data.draw(changed_lines(kind))
    record = line.encode()
    edits = edit_record("annotation", record, values)
    assert {edit.field for edit in edits} <= {FIELDS[kind]}
    changed = edited(record, edits)
    numbers = [float(text) for text in changed.decode().split()[1:]]
    old = [float(text) for text in line.split()[1:]]
    # six decimals at least, and what has the value keeps its text
    assert numbers[: len(wanted)] == pytest.approx(wanted, abs=5.1e-7)
    assert numbers[len(wanted) :] == old[len(wanted) :]
    for text, before, value in zip(changed.decode().split()[1:], line.split()[1:], wanted, strict=False):
        assert (text == before) == (float(before) == value) or text == before
    assert edit_record("annotation", changed, {**values, **again(kind, numbers)}) == []
    assert changed.decode().split()[:1] == line.split()[:1]


def again(kind: str, numbers: list[float]) -> dict[str, Any]:
    """What the shape of a line is, in pixels."""
    if FIELDS[kind] == "box":
        x, y, width, height = (number * SIZE[place % 2] for place, number in enumerate(numbers[:4]))
        return {"box": (x - width / 2, y - height / 2, x + width / 2, y + height / 2)}
    points = [number * SIZE[place % 2] for place, number in enumerate(numbers)]
    return {"quad": points} if kind == "yolo-obb" else {"polygons": {0: tuple(points)}}


@pytest.mark.parametrize(
    ("line", "values", "expected"),
    [
        (BOX, {"box": (256, 120, 400, 264)}, "0 0.5125 0.400000 0.225 0.300000"),
        ("0 0.9 0.5 0.3 0.1", {"box": (480, 216, 640, 264)}, "0 0.875 0.5 0.25 0.1"),
        ("0 .5 0.4 0.2 1e-1 0.9", {"box": (0, 0, 640, 480)}, "0 .5 0.5 1.0 1.0 0.9"),
        (QUAD, {"quad": [64, 48, 192, 48, 192, 96, 1 / 3, 96]}, "1 0.1 0.1 0.3 0.1 0.3 0.2 0.000521 0.2"),
        (QUAD, {"polygons": {0: (64, 48, 192, 48, 192, 96, 128, 96)}}, "1 0.1 0.1 0.3 0.1 0.3 0.2 0.2 0.2"),
        (QUAD, {"polygons": {0: ()}}, QUAD),
        (QUAD, {"polygons": {1: (1.0,) * 8}}, QUAD),
        (QUAD, {"polygons": {0: (1.0,) * 6}}, QUAD),
        (BOX, {"box": (0, 0, float("nan"), 480)}, BOX),
        (BOX, {"quad": [1.0] * 8}, BOX),
        ("0 0.5 0.5 x 0.1", {"box": (0, 0, 640, 480)}, "0 0.5 0.5 x 0.1"),
        ("0 0.5 0.5 0.1", {"box": (0, 0, 640, 480)}, "0 0.5 0.5 0.1"),
        ("hello", {"box": (0, 0, 640, 480), "area": 1}, "hello"),
        (BOX, {"area": 1, "iscrowd": 0, "id": 3}, BOX),
    ],
)
def test_what_is_written(line, values, expected):
    edits = edit_record("annotation", line.encode(), {**values, "size": SIZE})
    assert edited(line.encode(), edits).decode() == expected


def test_nothing_is_edited_without_a_size_or_outside_annotations():
    assert edit_record("annotation", BOX.encode(), {"box": (0, 0, 1, 1)}) == []
    assert edit_record("image", BOX.encode(), {"width": 1, "size": SIZE}) == []
    assert edit_record("file", BOX.encode(), {"header_lines": 0}) == []


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=200)
@given(data=st.data())
def test_any_lines_can_be_removed(kind: str, data: st.DataObject) -> None:
    content = data.draw(files(kind)).encode()
    annotations = read_texts(content, kind=kind).annotations
    starts, ends = annotations["start"], annotations["end"]
    flags = np.array([data.draw(st.booleans()) for _ in range(len(starts))], np.bool_)
    spans = removed_spans(content, starts, ends, flags)
    assert_lines_are_cut(content, spans, starts[flags].tolist())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=200)
@given(data=st.data())
def test_wrapped_lines_are_read_as_in_their_file(kind: str, data: st.DataObject) -> None:
    content = data.draw(files(kind)).encode()
    tables = read_texts(content, KINDS[kind], kind=kind)
    texts = records(content, tables)[: int((tables.annotations["file"] == 0).sum())]
    if kind == "yolo-pose" and KINDS[kind].encode() not in texts:
        return  # how many keypoints there are is what most lines say
    assert seen(read_texts(wrapped(texts), KINDS[kind], kind=kind)) == seen(tables)


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=60), st.sampled_from([*KINDS]).flatmap(lines).map(str.encode)))
def test_odd_records_are_left_alone_or_whole(data):
    record = data.replace(b"\n", b"").replace(b"\r", b"")
    values = {"box": (1.0, 2.0, 3.0, 4.0), "size": SIZE}
    changed = edited(record, edit_record("annotation", record, values))
    assert edit_record("annotation", changed, values) == []
    first, other = (text.decode("utf-8", "replace").split()[:1] for text in (changed, record))
    assert first == other
    read_polygons(record)
    wrapped([record])


def test_polygons_as_they_are_written():
    assert read_polygons(POLYGON.encode()) == [[0.1, 0.1, 0.3, 0.1, 0.35, 0.2, 0.3, 0.4, 0.1, 0.2]]
    for line in (BOX, "0 1 2 3 4 5 6 7", "0 1 2 3 x 5 6", "", "hello"):
        assert read_polygons(line.encode()) == []


@pytest.mark.parametrize("kind", ["yolo", "yolo_obb", "yolo_segment", "yolo_pose"])
def test_a_fixed_copy_holds_what_it_must(kind: str, tmp_path: Path) -> None:
    copy = tmp_path / kind
    shutil.copytree(ROOT / "sample_data" / kind / "dirty", copy)
    outcome = fix_and_verify(copy, max_drop=1.0)
    assert outcome.repairs


def test_a_clipped_box_is_written_as_fractions_of_its_image(tmp_path):
    shutil.copytree(ROOT / "sample_data/yolo/dirty", tmp_path / "yolo")
    fix_and_verify(tmp_path / "yolo", select=["BX202"])
    text = (tmp_path / "yolo/labels/train/street_101.txt").read_text()
    assert "1 0.925 0.200000 0.15 0.200000" in text.splitlines()


def test_real_lines_are_found_again_where_they_are(real_data):
    count = 0
    for path in sorted(real_data.glob("[PTUhl]*/yolo*/**/*.txt"))[::7]:
        found = detect(path)
        if found is None or found.name not in ("yolo", "yolo-obb", "yolo-segment"):
            continue
        content = path.read_bytes()
        tables = read_texts(content, kind=found.name)
        texts = records(content, tables)
        assert seen(read_texts(wrapped(texts), kind=found.name)) == seen(tables)
        for index, row in enumerate(tables.boxes["annotation"].tolist()):
            box = [float(tables.boxes[name][index]) for name in ("x_min", "y_min", "x_max", "y_max")]
            values = {"box": box, "size": (NOMINAL_SIDE, NOMINAL_SIDE)}
            assert edit_record("annotation", texts[row], values) == []
            count += 1
    assert count > 300
