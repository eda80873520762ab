"""Keypoints: as an independent reader sees them, whatever is among them, and what their rules make of them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boxlint
from boxlint.columns import Columns
from boxlint.formats.coco import annotations as coco_annotations
from tests.coco_samples import IMAGE, but, column, dataset, read_text
from tests.fix_checks import fix_and_verify

WANTED = frozenset({"keypoint"})
NAMES = ["head", "wing", "tail"]
PERSON = {"id": 1, "name": "gull", "keypoints": NAMES}

NUMBERS = st.one_of(st.integers(-5, 700), st.floats(), st.just(10**400), st.just(2**70))
ODD = st.sampled_from(["1", None, True, [1, 2, 3], {}])
LISTS = st.one_of(
    st.lists(NUMBERS, max_size=10),
    st.lists(st.one_of(NUMBERS, NUMBERS, ODD), max_size=7),
    st.sampled_from([None, 3, "", {}]),
)
COUNTS = st.one_of(st.integers(-1, 20), st.floats(), st.sampled_from(["3", None, True, [1]]))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """An annotation with or without keypoints of any kind, in any place among its fields."""
    fields = {**but(), "keypoints": draw(LISTS), "num_keypoints": draw(COUNTS)}
    left_out = draw(st.sets(st.sampled_from(["keypoints", "num_keypoints", "bbox", "area"])))
    return {key: fields[key] for key in draw(st.permutations([*fields])) if key not in left_out}


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


@settings(max_examples=300, deadline=None)
@given(st.lists(records(), max_size=8), st.integers(1, 9))
def test_keypoints_are_those_of_python_s_own_reader(annotations: list[dict[str, Any]], chunk_size: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(coco_annotations, "CHUNK_SIZE", chunk_size)
        tables = read_text(Path(folder), dataset(*annotations), wanted=WANTED)
    points, counts, written, odd = [], [], [], []
    for row, annotation in enumerate(annotations):
        listed = annotation.get("keypoints")
        is_list = isinstance(listed, list)
        sizes = [len(value) if isinstance(value, list) else 1 for value in listed] if is_list else []  # type: ignore[union-attr]
        counts.append(float(sum(sizes)) if is_list else math.nan)
        # what is no list is as a point of which nothing is known; what is left over is none where it has numbers only
        values = listed if is_list else [] if listed is None else [listed]
        for start in range(0, len(values), 3):  # type: ignore[arg-type]
            point = values[start : start + 3]  # type: ignore[index]
            is_odd = not is_list or not all(map(is_number, point))
            if is_odd or len(point) == 3:
                known = [as_float(value) if is_list and is_number(value) else math.nan for value in point]
                points.append([row, *known, *[math.nan] * (3 - len(known))])
                odd.append(is_odd)
        count = annotation.get("num_keypoints") if "keypoints" in annotation else None
        written.append(as_float(count) if is_number(count) else math.nan)
    found = [tables.keypoints[name] for name in ("annotation", "x", "y", "visibility")]
    np.testing.assert_array_equal(np.column_stack(found), np.reshape(points, (-1, 4)))
    assert column(tables, "keypoint", "coordinates_not_numeric") == odd
    assert [bool(text) for text in column(tables, "keypoint", "problem")] == odd
    np.testing.assert_array_equal(tables.annotations["keypoint_number_count"], counts)
    np.testing.assert_array_equal(tables.annotations["num_keypoints"], written)
    assert column(tables, "annotation", "has_keypoint_field") == ["keypoints" in record for record in annotations]


def test_nothing_of_keypoints_is_read_unless_a_rule_wants_it(tmp_path: Path) -> None:
    tables = read_text(tmp_path, dataset(but(keypoints=[1, 2, 2], num_keypoints=1)))
    assert len(tables.keypoints) == 0
    assert math.isnan(tables.annotations["keypoint_number_count"][0])
    assert column(tables, "annotation", "has_keypoint_field") == [True]


@pytest.mark.parametrize(
    ("names", "count"), [(NAMES, 3), ([], math.nan), (..., math.nan), (None, math.nan), ("head", math.nan)]
)
def test_the_keypoints_of_a_category(tmp_path: Path, names: Any, count: float) -> None:
    category = {"id": 1, "name": "gull"} | ({} if names is ... else {"keypoints": names})
    tables = read_text(tmp_path, dataset(but(), categories=[category]))
    np.testing.assert_array_equal(tables.categories["keypoint_count"], [count])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 0.0, 2.0, -1, 0.5]), max_size=6), st.integers(0, 2))
def test_labelled_keypoints_are_counted_as_pycocotools_does(visibilities: list[float], rest: int) -> None:
    listed = [number for visibility in visibilities for number in (1, 2, visibility)] + [7] * rest
    with TemporaryDirectory() as folder:
        tables = read_text(Path(folder), dataset(but(keypoints=listed), but(id=2)), wanted=WANTED)
    count = Columns(tables)("annotation", "visible_keypoint_count")
    expected = np.count_nonzero(np.array(listed)[2::3] > 0) if rest == 0 else math.nan
    np.testing.assert_array_equal(count, [expected, math.nan])


@pytest.mark.parametrize(
    ("listed", "problem", "others"),
    [
        ([15, "42", 2, 5, 5, 3, 9, 9, 2], 'keypoints[1]: expected a number, got "42"', ["BX608"]),
        ([15, 15, None, -99, 5, 2, 9, 9, 2], "keypoints[2]: expected a number, got null", ["BX609"]),
        ([15, 15, 2, 5, True, 2, "a", 9, 2], "keypoints[4]: expected a number, got true", []),
        # their count is right, and real sets have them
        ([[1, 1, 2], [1, 1, 2], [1, 1, 2]], "keypoints[0]: expected a number, got a list", []),
        ([[1, 1, 2], [1, 1, 2]], "keypoints[0]: expected a number, got a list", ["BX607"]),
        ([1, 1, 2, 1, 1, 2, 1, 1, 2, "abc"], 'keypoints[9]: expected a number, got "abc"', ["BX607"]),
        ("abc", 'keypoints: expected a list of numbers, got "abc"', []),
        (True, "keypoints: expected a list of numbers, got true", []),
        ([1, math.nan, 2, 1, 1, 2, 1, 1, 2], "", ["BX001"]),
        (None, "", []),
    ],
)
def test_values_that_are_no_numbers(tmp_path: Path, listed: Any, problem: str, others: list[str]) -> None:
    """They are said once, hide neither the other keypoints nor the box, and are left as they are."""
    path = tmp_path / "a.json"
    record = but(bbox=[1, 2, 3.5, 0], keypoints=listed, num_keypoints=0)
    path.write_text(json.dumps(dataset(record, categories=[PERSON])))
    report = boxlint.check(path, isolated=True, select=["BX00", "BX101", "BX607", "BX608", "BX609", "BX612"])
    messages = {finding.code: finding.message for finding in report}
    assert len(report) == len(messages)
    assert messages.get("BX003", "") == problem
    assert sorted(messages.keys() - {"BX003"}) == sorted(["BX101", *others])
    before = path.read_bytes()
    fix_and_verify(path, select=["BX003"], max_drop=1.0)
    assert path.read_bytes() == before


def test_a_rule_speaks_once_of_an_annotation(tmp_path: Path) -> None:
    """Seventeen points of one object that have a visibility of 3 are one fault, and so are those outside."""
    path = tmp_path / "a.json"
    outside = [-50, 20, 2] * 3
    annotations = [but(keypoints=[1, 2, 3] * 3), but(id=2, bbox=[50, 50, 9, 9], keypoints=outside)]
    path.write_text(json.dumps(dataset(*annotations, categories=[PERSON])))
    report = boxlint.check(path, isolated=True, select=["BX608", "BX609"])
    assert [(finding.code, finding.annotation_index) for finding in report] == [("BX608", 0), ("BX609", 1)]


@pytest.mark.parametrize(
    ("listed", "written", "count"),
    [
        ([9, 9, 1, 8, 8, 2, 0, 0, 0], "0", 2),
        ([0] * 9, "3", 0),
        ([0] * 9, "2.5", 0),
        ([9, 9, 2, 8, 8, 2, 7, 7, 2], "0.0", 3),
    ],
)
def test_the_count_is_recomputed(tmp_path: Path, listed: list[int], written: str, count: int) -> None:
    path = tmp_path / "a.json"
    text = json.dumps(dataset(but(keypoints=listed, num_keypoints="@", caption="num_keypoints"), categories=[PERSON]))
    path.write_text(text.replace('"@"', written))
    outcome = fix_and_verify(path, select=["BX612"])
    assert outcome.fixed == {"BX612": 1}
    assert path.read_text() == text.replace('"@"', str(count))


def test_another_count_than_none_is_left_as_it_is(tmp_path: Path) -> None:
    """Whether hidden points count differs from one dataset to the other."""
    path = tmp_path / "a.json"
    listed = [9, 9, 1, 8, 8, 2, 0, 0, 0]
    path.write_text(json.dumps(dataset(but(keypoints=listed, num_keypoints=1), categories=[PERSON], images=[IMAGE])))
    before = path.read_bytes()
    assert boxlint.fix(path, isolated=True, unsafe_fixes=True).fixed == {}
    assert path.read_bytes() == before
