"""What holds of all annotation tools' JSON: told by content, exact places, edits of a few bytes, nothing raises."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import boxlint
from boxlint.formats import ReadOptions, SourceFile, detect, detect_head, read_files
from boxlint.formats.registry import find_format
from sample_data.makers import createml, datumaro, labelme, labelstudio, scalabel, via, vott
from sample_data.makers.dataset import Dataset
from tests import independent
from tests.edited_texts import edited, read_content, records, seen, without
from tests.fix_checks import fix_and_verify, fix_copy
from tests.independent.agreement import agreement

SAMPLES = Path(__file__).parent.parent / "sample_data"
COORDINATE = st.floats(-50, 5000).map(lambda value: round(value, 2))
CORNERS = st.tuples(COORDINATE, COORDINATE, st.floats(0.5, 900), st.floats(0.5, 900)).map(
    lambda box: (box[0], box[1], round(box[0] + box[2], 3), round(box[1] + box[3], 3))
)


class Tool(NamedTuple):
    """A format: its samples, a text of some boxes by their corners, and how many edits of its numbers are exact to."""

    clean: Callable[[], Dataset]
    dirty: Callable[[], Dataset]
    write: Callable[[list[Any]], bytes]
    precision: float = 1e-8


def percents(corners: Any) -> list[float]:
    """A box on an image of 800 x 600 pixels as x, y, width, height in percent."""
    x_min, y_min, x_max, y_max = corners
    return [x_min / 8, y_min / 6, (x_max - x_min) / 8, (y_max - y_min) / 6]


def sizes(corners: Any) -> list[float]:
    """A box as x, y, width, height."""
    x_min, y_min, x_max, y_max = corners
    return [x_min, y_min, x_max - x_min, y_max - y_min]


def centers(corners: Any) -> list[float]:
    """A box as x and y of its centre, width, height."""
    x_min, y_min, x_max, y_max = corners
    return [(x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min]


TOOLS = {
    "labelme": Tool(
        labelme.clean,
        labelme.dirty,
        lambda boxes: labelme.document("a", [labelme.shape("ship", [[*box[2:]], [*box[:2]]]) for box in boxes]),
    ),
    "label-studio": Tool(
        labelstudio.clean,
        labelstudio.dirty,
        lambda boxes: json.dumps(
            [labelstudio.task("a.jpg", [labelstudio.rectangle("cat", *percents(box)) for box in boxes])]
        ).encode(),
        1e-4,
    ),
    "via": Tool(
        via.clean,
        via.dirty,
        lambda boxes: json.dumps(via.image("a.jpg", [via.rect("bee", *sizes(box)) for box in boxes])).encode(),
    ),
    "createml": Tool(
        createml.clean,
        createml.dirty,
        lambda boxes: json.dumps(
            [{"image": "a.jpg", "annotations": [createml.box("cat", *centers(box)) for box in boxes]}], indent=1
        ).encode(),
    ),
    "scalabel": Tool(
        scalabel.clean,
        scalabel.dirty,
        lambda boxes: json.dumps([scalabel.frame("a", [scalabel.box("car", *box) for box in boxes])]).encode(),
    ),
    "vott": Tool(
        vott.clean,
        vott.dirty,
        lambda boxes: vott.project({"a": vott.asset("a", [vott.region(["dog"], *sizes(box)) for box in boxes])}),
    ),
    "datumaro": Tool(
        datumaro.clean,
        datumaro.dirty,
        lambda boxes: datumaro.subset([datumaro.item("a", [datumaro.box(0, *sizes(box)) for box in boxes])]),
    ),
}
EVERY = pytest.mark.parametrize("name", [*TOOLS])


def files_of(name: str) -> Iterator[bytes]:
    """The contents of all sample files that are sound JSON."""
    for dataset in (TOOLS[name].clean(), TOOLS[name].dirty()):
        for content in dataset.files.values():
            try:
                json.loads(content)
            except ValueError:
                continue
            yield content


@EVERY
def test_files_are_told_wherever_their_head_is_cut(name):
    content = TOOLS[name].write([(10, 20, 30, 40), (50, 60, 70, 80)])
    for text in (
        content,
        b"\xef\xbb\xbf" + content,
        content.replace(b"\n", b"\r\n"),
        content.decode().encode("utf-16"),
    ):
        assert getattr(detect_head(text, "a.json"), "name", None) == name
    telling = len(content) // 2
    for length in range(telling, len(content)):
        assert getattr(detect_head(content[:length], "a.json"), "name", None) == name


@EVERY
def test_samples_are_told_as_no_other_format(name, tmp_path):
    for other, tool in TOOLS.items():
        for number, content in enumerate(tool.clean().files.values()):
            path = tmp_path / f"{other}{number}.json"
            path.write_bytes(content)
            assert find_format(name).sniff(content, path) == (other == name)
            assert getattr(detect(path), "name", None) == other


@EVERY
def test_coco_and_lists_of_other_things_are_not_taken(name):
    format = find_format(name)
    for text in (
        b'{"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [{"bbox": [1, 2, 3, 4]}], "categories": []}',
        b'[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}]',
        b'{"training": [{"image": "a.nii", "box": [[1, 2, 3, 4, 5, 6]], "label": [0]}]}',
        b'{"annotations": [{"image_id": 1, "caption": "a ship"}], "images": []}',
        b'[{"image": "a.jpg", "annotations": [{"bbox": [1, 2, 3, 4]}]}]',
        b'[{"token": "a", "sample_token": "b", "translation": [1, 2, 3]}]',
        b'[{"name": "a.jpg", "labels": [{"index": 1, "score": 0.4}]}]',
        b'{"name": "a", "frames": [{"timestamp": 10000, "objects": [{"category": "car"}]}]}',
        b"{}",
        b"[]",
        b"[1, 2]",
        b'"shapes"',
        b"",
    ):
        assert not format.sniff(text, "a.json"), text


@EVERY
def test_spans_are_the_records(name):
    for content in files_of(name):
        tables = read_content(content, name)
        expected = independent.records(name, content, Path("a.json"))
        assert [repr(json.loads(record)) for record in records(content, tables)] == [repr(each) for each in expected]
        assert [json.loads(content[start:end]) for start, end in spans(tables.images)]


def spans(table: Any) -> list[tuple[int, int]]:
    """Where the records of a table are."""
    return [*zip(table["start"].tolist(), table["end"].tolist(), strict=True)]


@EVERY
def test_another_reader_agrees(name):
    files = sorted((SAMPLES / TOOLS[name].clean().folder).rglob("*.json"))
    total, agreeing = agreement(files, name)
    assert total == agreeing > 0


@EVERY
def test_boxes_are_pixels(name):
    boxes = [(10.5, 20, 30, 40.25), (50, 60, 75, 80)]
    tables = read_content(TOOLS[name].write(boxes), name)
    found = np.column_stack([tables.boxes[side] for side in ("x_min", "y_min", "x_max", "y_max")])
    assert found == pytest.approx(np.array(boxes))
    assert not tables.annotations["problem"].values


@EVERY
@given(before=CORNERS, after=CORNERS)
def test_new_corners_are_read_again(name, before, after):
    tool, edit = TOOLS[name], find_format(name).module("edit")
    content = tool.write([before])
    (record,) = records(content, read_content(content, name))
    changed = edited(record, edit.edit_record("annotation", record, {"box": after}))
    boxes = read_content(edit.wrapped([changed]), name).boxes
    found = [boxes[side][0] for side in ("x_min", "y_min", "x_max", "y_max")]
    assert found == pytest.approx(after, abs=tool.precision)
    own = read_content(edit.wrapped([record]), name).boxes
    same = tuple(float(own[side][0]) for side in ("x_min", "y_min", "x_max", "y_max"))
    assert edit.edit_record("annotation", record, {"box": same}) == []
    assert edit.edit_record("annotation", changed, {"box": tuple(map(float, found))}) == []
    assert edit.edit_record("category", record, {"box": after}) == []


@EVERY
@given(data=st.data())
def test_removed_records_leave_the_others_as_they_are(name, data):
    content = data.draw(st.sampled_from([*files_of(name)]))
    tables = read_content(content, name)
    edit = find_format(name).module("edit")
    removed = np.array(data.draw(st.lists(st.booleans(), min_size=(n := len(tables.annotations)), max_size=n)), bool)
    cut = edit.removed_spans(content, tables.annotations["start"], tables.annotations["end"], removed)
    left = without(content, cut)
    kept = [record for record, gone in zip(records(content, tables), removed, strict=True) if not gone]
    assert records(left, again := read_content(left, name)) == kept
    assert not again.files["is_unreadable"][0]
    assert len(again.images) == len(tables.images)


@EVERY
@given(data=st.data())
def test_removed_images_go_with_what_is_in_them(name, data):
    if not find_format(name).whole_dataset:
        return
    content = data.draw(st.sampled_from([*files_of(name)]))
    tables = read_content(content, name)
    removed = np.array(data.draw(st.lists(st.booleans(), min_size=(n := len(tables.images)), max_size=n)), bool)
    edit = find_format(name).module("edit")
    cut = edit.removed_spans(content, tables.images["start"], tables.images["end"], removed)
    left = without(content, cut)
    assert [left[start:end] for start, end in spans(read_content(left, name).images)] == [
        content[start:end] for (start, end), gone in zip(spans(tables.images), removed, strict=True) if not gone
    ]


@EVERY
def test_wrapped_records_are_read_again(name):
    edit = find_format(name).module("edit")
    for content in files_of(name):
        tables = read_content(content, name)
        found = records(content, tables)
        again = read_content(edit.wrapped(found), name)
        assert records(edit.wrapped(found), again) == found
        # what is of the whole file: places, and in Datumaro the names of classes
        differing = ("index", "image", "is_target", *(("category",) if name == "datumaro" else ()))
        strip = [{key: row[key] for key in row.keys() - {*differing}} for row in seen(tables)]
        assert [{key: row[key] for key in row.keys() - {*differing}} for row in seen(again)] == strip


@EVERY
def test_fixes_change_what_they_must_and_nothing_else(name, tmp_path):
    outcome = fix_copy(SAMPLES / TOOLS[name].dirty().folder, tmp_path / name, max_drop=1.0)
    assert outcome.removed > 5
    assert len(outcome.fixed) > 6


@EVERY
def test_damaged_values_never_raise(name):
    chance = random.Random(name)
    odd: list[Any] = [
        None,
        True,
        "12",
        [],
        {},
        [[]],
        1e400,
        float("nan"),
        -1,
        10**400,
        {"name": []},
        ["x"],
        [[1, None]],
    ]
    for content in files_of(name):
        for _ in range(60):
            value = json.loads(content)
            for _ in range(chance.randint(1, 3)):
                value = replaced(value, chance, copy.deepcopy(chance.choice(odd)))
            text = json.dumps(value).encode()
            tables = read_content(text, name)
            edit = find_format(name).module("edit")
            for record in records(text, tables):
                json.loads(record)
                edit.edit_record(
                    "annotation", record, {"box": (1, 2, 3, 4), "rotated": (1, 2, 3, 4, 0.5), "quad": [1] * 8}
                )
                edit.read_polygons(record) if hasattr(edit, "read_polygons") else None


def replaced(value: Any, chance: random.Random, odd: Any) -> Any:
    """The value with something in it that is another thing."""
    if not isinstance(value, (dict, list)) or not value or chance.random() < 0.08:
        return odd
    key = chance.choice([*value] if isinstance(value, dict) else range(len(value)))
    value[key] = replaced(value[key], chance, odd)
    return value


@EVERY
@pytest.mark.parametrize(
    "content", [b"[1, 2]", b"{}", b"null", b"[null]", b'{"a": 3}', b'{"shapes": 3}', b"[{", b'"x"']
)
def test_odd_files_do_no_harm(name, content):
    tables = read_content(content, name)
    assert len(tables.annotations) == 0
    assert len(tables.files) == 1


@EVERY
def test_cut_files_say_where(name):
    content = TOOLS[name].write([(10, 20, 30, 40)])
    tables = read_content(content[:-20], name)
    assert tables.files["is_unreadable"][0]
    assert tables.files["problem_start"][0] > 0


SOURCES = {
    "labelme": ("*/labelme/**/*.json", 107, 302),
    "label-studio": ("*/labelstudio/**/*.json", 2, 48),
    "via": ("*/via/**/*.json", 3, 879),
    "createml": ("*/createml/**/*.json", 4, 3173),
    "scalabel": ("*/scalabel/**/*.json", 7, 122),
    "vott": ("*/vott/**/*.json", 2, 8),
    "datumaro": ("*/datumaro/**/*.json", 6, 0),
}


@EVERY
def test_real_files(name, real_data):
    pattern, count, objects = SOURCES[name]
    files = [path for path in sorted(real_data.glob(pattern)) if path.is_file()]
    told = [path for path in files if getattr(detect(path), "name", None) == name]
    assert len(told) == count
    tables = read_files([SourceFile(path, str(path), name) for path in told[:1]], ReadOptions())
    assert not tables.files["is_unreadable"].any()
    total, agreeing = agreement(told, name)
    assert total == agreeing
    assert total > 0 or name == "datumaro", "real files of Datumaro are about whole pictures"
    report = boxlint.check(told, isolated=True)
    assert report.summary.annotations == objects
    expected = [independent.records(name, path.read_bytes(), path) for path in told]
    assert sum(map(len, expected)) == objects


def test_no_file_of_another_format_is_taken(real_data):
    """Nothing but the folders above holds such files."""
    for path in real_data.rglob("*.json"):
        found = getattr(detect(path), "name", None)
        if found in TOOLS:
            assert path.match(SOURCES[found][0].split("/")[1] + "/*") or f"/{SOURCES[found][0].split('/')[1]}/" in str(
                path
            )


@EVERY
def test_images_that_lose_all_objects_go_whole(name, tmp_path):
    """A file of several images keeps the others; the file of one goes."""
    good, bad = (10, 20, 60, 80), (30, 40, 30, 90)
    format, tool = find_format(name), TOOLS[name]
    if not format.whole_dataset:
        for number, box in enumerate((good, bad)):
            (tmp_path / f"{number}.json").write_bytes(tool.write([box]))
        outcome = fix_and_verify(tmp_path, max_drop=1.0, drop_empty_images=True, delete_files=True)
        assert [Path(path).name for path in outcome.deleted] == ["1.json"]
        return
    value, other = json.loads(tool.write([bad])), json.loads(tool.write([good]))
    merged = merge(value, json.loads(json.dumps(other).replace("a.jpg", "b.jpg").replace('"a"', '"b"')))
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(merged, indent=2), encoding="utf-8")
    outcome = fix_and_verify(path, max_drop=1.0, drop_empty_images=True)
    assert [*outcome.emptied.values()] == [("a.jpg",)] or name == "datumaro"
    left = read_content(path.read_bytes(), name)
    assert len(left.images) == len(left.boxes) == 1
    assert "b" in left.images["file_name"].at(0)


def merge(one: Any, other: Any) -> Any:
    """Two documents of a format as one: lists joined, members of objects merged."""
    if isinstance(one, list):
        return one + other
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: one.get(key, other.get(key))
            if key not in one or key not in other or key not in ("assets", "items")
            else merge(one[key], other[key])
            for key in [*one, *(key for key in other if key not in one)]
        }
    return one
