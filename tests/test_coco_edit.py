"""New values in COCO records: exactly those, and not a byte of anything else."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxlint.formats.coco.edit import edit_record, removed_spans, wrapped
from boxlint.text.editing import FieldEdit
from tests.coco_samples import column, read_text

Pairs = list[tuple[str, Any]]

SCALAR = re.compile(rb'[^ \t\r\n,:"\[\]{}]+|"(?:[^"\\]|\\.)*"')
POLYGON = "[[1, 2, 3, 4, 5, 6]]"


def applied(record: bytes, edits: Sequence[FieldEdit]) -> bytes:
    """The record after its edits, which have to be in order and apart."""
    parts, position = [], 0
    for edit in edits:
        assert position <= edit.start <= edit.end <= len(record)
        assert edit.start == edit.end or record[edit.start : edit.end] != edit.replacement
        parts += [record[position : edit.start], edit.replacement]
        position = edit.end
    return b"".join([*parts, record[position:]])


def edited(record: str, values: Mapping[str, Any], table: str = "annotation") -> str:
    """The record after its edits; editing it again must change nothing."""
    result = applied(record.encode(), edit_record(table, record.encode(), values))
    assert edit_record(table, result, values) == []
    return result.decode()


def fields(record: str, values: Mapping[str, Any]) -> list[str]:
    return [edit.field for edit in edit_record("annotation", record.encode(), values)]


def pairs(text: bytes) -> Pairs:
    """The members of an object as Python reads them, each number as the text that it is."""
    found = json.loads(text, object_pairs_hook=list, parse_int=number, parse_float=number, parse_constant=number)
    assert isinstance(found, list)
    return found


def number(text: str) -> tuple[str, str]:
    return ("number", text)


@pytest.mark.parametrize(
    ("bbox", "corners", "result"),
    [
        # swapped: the new x is what x + width was
        ("[10, 20, -4, 30]", (6, 20, 10, 50), "[6, 20, 4, 30]"),
        ("[10.1, 20.00, -5.2, 30.10]", (10.1 + -5.2, 20, 10.1, 50.1), "[4.9, 20.00, 5.2, 30.10]"),
        # clipped at the right: x stays, and of the width only what changes
        ("[600.25,1.10,50.5,7]", (600.25, 1.1, 640, 1.1 + 7), "[600.25,1.10,39.75,7]"),
        # clipped at the left and at the top
        ("[-3.5, -2, 10.0, 8]", (0, 0, 6.5, 6), "[0.0, 0, 6.5, 6]"),
        ("[-3, -2, 10, 8]", (0, 0, 7, 6), "[0, 0, 7, 6]"),
        # corners written where sizes belong: each takes the text of another
        ("[1.10, 2.20, 13.30, 14.40]", (1.1, 2.2, 13.3, 14.4), "[1.10, 2.20, 12.2, 12.2]"),
        ("[1e1, 5, 2E1, 30]", (5, 5, 25, 35), "[5, 5, 2E1, 30]"),
        ("[1.10, 7, 20, 30]", (7, 1.1, 27, 31.1), "[7, 1.10, 20, 30]"),
        ("[0.1, 0.2, 0.3, 0.7]", (0.1, 0.2, 0.1 + 0.3, 0.2 + 0.6), "[0.1, 0.2, 0.3, 0.6]"),
        # no digit of a fix is rounded away
        ("[1, 2, 3, 4]", (1.375, 2, 4.5, 6), "[1.375, 2, 3.125, 4]"),
        # what does not change keeps digits that no float has
        (
            "[0.12345678901234567891, 2, 0.1, 4]",
            (0.12345678901234568, 1, 0.12345678901234568 + 0.1, 6),
            "[0.12345678901234567891, 1, 0.1, 5]",
        ),
        ("[1.5, 2, NaN, Infinity]", (1.5, 2, 3, 4.5), "[1.5, 2, 1.5, 2.5]"),
        ("[\n    1,\n    2,\n    3,\n    4\n  ]", (1, 0, 4, 6), "[\n    1,\n    0,\n    3,\n    6\n  ]"),
        (
            "[1.0, 2.0, 3.0, 4.0]",
            (np.float64(1), np.float64(2), np.float64(40), np.float64(6)),
            "[1.0, 2.0, 39.0, 4.0]",
        ),
    ],
)
def test_box(bbox: str, corners: Sequence[float], result: str) -> None:
    record = '{"id": 1, "old": {"bbox": [9]}, "bbox": %s, "area": 1.50}'
    assert edited(record % bbox, {"box": corners}) == record % result


def test_a_box_that_stays_is_not_touched() -> None:
    record = '{"bbox": [0.1, 1.10, 0.2, 2e0]}'
    assert edit_record("annotation", record.encode(), {"box": (0.1, 1.1, 0.1 + 0.2, 1.1 + 2)}) == []


@pytest.mark.parametrize(
    "bbox",
    ["[1, 2, 3]", "[1, 2, 3, 4, 5]", '[1, "2", 3, 4]', "[1, true, 3, 4]", "[]", '"1 2 3 4"', "{}", "[[1, 2, 3, 4]]"],
)
def test_a_box_that_is_none_is_not_edited(bbox: str) -> None:
    record = f'{{"bbox": {bbox}}}'
    assert edited(record, {"box": (0, 0, 1, 1)}) == record


@pytest.mark.parametrize("corners", [(0, 0, math.nan, 1), (0, 0, math.inf, 1), None])
def test_a_box_without_finite_corners_is_not_written(corners: Any) -> None:
    for record in ('{"bbox": [1, 2, 3, 4]}', '{"bbox": null}', "{}"):
        assert edited(record, {"box": corners}) == record


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ('{"id": 1, "bbox": null, "area": 3}', '{"id": 1, "bbox": [1, 2, 4, 6], "area": 3}'),
        ('{"id":1,"bbox":null}', '{"id":1,"bbox":[1,2,4,6]}'),
        (
            '{"image_id": 1, "category_id": 2, "segmentation": [[1.5, 2]], "id": 3}',
            '{"image_id": 1, "category_id": 2, "bbox": [1, 2, 4, 6], "segmentation": [[1.5, 2]], "id": 3}',
        ),
        ('{"keypoints": [ 1,2,0 ]}', '{"keypoints": [ 1,2,0 ], "bbox": [ 1,2,4,6 ]}'),
        # each number on its line, where the mask is written so
        (
            '{\n "segmentation": [\n  [\n   1,\n   2\n  ]\n ],\n "id": 3\n}',
            '{\n "segmentation": [\n  [\n   1,\n   2\n  ]\n ],\n "id": 3,\n "bbox": [\n  1,\n  2,\n  4,\n  6\n ]\n}',
        ),
        (
            '{\n  "id": 3,\n  "segmentation": [[1, 2]]\n}',
            '{\n  "id": 3,\n  "segmentation": [[1, 2]],\n  "bbox": [1, 2, 4, 6]\n}',
        ),
        ('{"segmentation": {"size": [4, 4]}}', '{"segmentation": {"size": [4, 4]}, "bbox": [1, 2, 4, 6]}'),
        ('{\n"id":3\n}', '{\n"id":3,\n"bbox":[1,2,4,6]\n}'),
        ("{}", '{"bbox": [1, 2, 4, 6]}'),
    ],
)
def test_a_missing_box_in_the_layout_of_the_record(record: str, result: str) -> None:
    assert edited(record, {"box": (1, 2, 5, 8)}) == result


def test_the_numbers_of_a_missing_box() -> None:
    assert edited('{"bbox": null}', {"box": (0.1, 2, 0.1 + 0.2, 8)}) == '{"bbox": [0.1, 2.0, 0.2, 6.0]}'


@pytest.mark.parametrize(
    ("bbox", "values", "result"),
    [
        ("[10.50, 20, 8, 4, 3.50]", (10.5, 20, 4, 8, 0.1), "[10.50, 20, 4, 8, 0.1]"),
        ("[10.50, 20, 8.25, 4, 0.25]", (10.5, 20, 4, 8.25, 3.0), "[10.50, 20, 4, 8.25, 3.0]"),
        ("[10.50, 20, 8, 4, 90]", (10.5, 20, 8, 4, math.pi / 2), "[10.50, 20, 8, 4, 1.5707963267948966]"),
        ("[10.50, 20, 8, 4, 0.10]", (10.5, 20, 8, 4, 0.1), "[10.50, 20, 8, 4, 0.10]"),
        ("[10.50, 20, 8, 4]", (10.5, 20, 8, 4, 0.2), "[10.50, 20, 8, 4]"),
    ],
)
def test_rotated(bbox: str, values: Sequence[float], result: str) -> None:
    assert edited(f'{{"bbox":{bbox}}}', {"rotated": values}) == f'{{"bbox":{result}}}'


@pytest.mark.parametrize(
    ("bbox", "result"),
    [
        ('["12.50", " 3 ", 4, "-1e-2"]', "[12.50, 3, 4, -1e-2]"),
        ('["1.5", "x", null, "true"]', '[1.5, "x", null, "true"]'),
        ('["NaN", "1e999", "1_0", "+5"]', '["NaN", "1e999", "1_0", "+5"]'),
        ('["\\u0031.5"]', "[1.5]"),
        ("[1.5, 2, 3, 4]", "[1.5, 2, 3, 4]"),
        ('"12.5"', '"12.5"'),
    ],
)
def test_strings_become_numbers(bbox: str, result: str) -> None:
    assert edited(f'{{"bbox": {bbox}}}', {"numbers": True}) == f'{{"bbox": {result}}}'
    assert edited(f'{{"bbox": {bbox}}}', {"numbers": False}) == f'{{"bbox": {bbox}}}'


def test_strings_become_numbers_of_a_new_box() -> None:
    record = '{"bbox": ["12.50", "3", 40, "5"], "area": null}'
    values = {"numbers": True, "box": (12.5, 3, 32.5, 8), "area": 100.0}
    assert edited(record, values) == '{"bbox": [12.50, 3, 20, 5], "area": 100.0}'
    assert fields(record, values) == ["numbers", "numbers", "box", "numbers", "area"]


@pytest.mark.parametrize(
    ("record", "area", "result"),
    [
        ('{"bbox": [1, 2, 40, 40], "area": null}', 1600.0, '{"bbox": [1, 2, 40, 40], "area": 1600}'),
        ('{"bbox": [1, 2, 40.0, 40], "area": NaN}', 1600.0, '{"bbox": [1, 2, 40.0, 40], "area": 1600.0}'),
        ('{"bbox": [1, 2, 39.7, 40.25], "area": 0}', 39.7 * 40.25, '{"bbox": [1, 2, 39.7, 40.25], "area": 1597.925}'),
        ('{"bbox": [1, 2, 3, 4], "area": "12"}', 12, '{"bbox": [1, 2, 3, 4], "area": 12}'),
        # of a mask, the noise of the sum is left out too
        ('{"bbox": [1, 2, 3, 4], "area": 0}', 702.1057499999998, '{"bbox": [1, 2, 3, 4], "area": 702.10575}'),
        ('{"bbox": [1, 2, 1e-4, 1e-4], "area": 0}', 1e-4 * 1e-4, '{"bbox": [1, 2, 1e-4, 1e-4], "area": 0.00000001}'),
        (
            '{"bbox": [1, 2, 1234.5678, 4321.8765], "area": 0}',
            1234.5678 * 4321.8765,
            '{"bbox": [1, 2, 1234.5678, 4321.8765], "area": 5335649.5624767}',
        ),
        ('{"area": 1.5}', 3.0, '{"area": 3.0}'),
        ('{"area": null}', 3.0, '{"area": 3}'),
        ('{"area": [3, {}]}', 3.0, '{"area": 3}'),
        # absent: behind the box, else behind the mask, else at the end
        ('{"bbox": [1, 2, 3, 4], "id": 1}', 12.0, '{"bbox": [1, 2, 3, 4], "area": 12, "id": 1}'),
        ('{"segmentation":[],"id":1}', 12.5, '{"segmentation":[],"area":12.5,"id":1}'),
        ('{"id" : 1}', 12.5, '{"id" : 1, "area" : 12.5}'),
        ('{\n "id": 1,\n "bbox": null\n}', 12.5, '{\n "id": 1,\n "bbox": null,\n "area": 12.5\n}'),
        ('{"bbox": [1, 2, 3, 4], "area": 12}', math.nan, '{"bbox": [1, 2, 3, 4], "area": 12}'),
    ],
)
def test_area(record: str, area: float, result: str) -> None:
    assert edited(record, {"area": area}) == result


@pytest.mark.parametrize("area", ["12", "12.0", "12.00", "1.2e1"])
def test_an_area_that_is_right_keeps_its_text(area: str) -> None:
    assert edit_record("annotation", f'{{"bbox": [1, 2, 3, 4], "area": {area}}}'.encode(), {"area": 12.0}) == []


def test_an_area_that_is_right_but_for_noise_keeps_its_text() -> None:
    record = b'{"bbox": [1, 2, 39.7, 40.25], "area": 1597.925}'
    assert edit_record("annotation", record, {"area": 39.7 * 40.25}) == []


@pytest.mark.parametrize(
    ("record", "value", "result"),
    [
        ('{"iscrowd": null}', 0, '{"iscrowd": 0}'),
        ('{"iscrowd": "1"}', 1, '{"iscrowd": 1}'),
        ('{"iscrowd": true}', 1, '{"iscrowd": 1}'),
        ('{"iscrowd": 0.0}', 0, '{"iscrowd": 0}'),
        ('{"iscrowd": 0}', 0, '{"iscrowd": 0}'),
        ('{"iscrowd": 1, "iscrowd": 7}', 0, '{"iscrowd": 1, "iscrowd": 0}'),
        ('{"bbox": [1], "area": 1, "id": 2}', 0, '{"bbox": [1], "area": 1, "iscrowd": 0, "id": 2}'),
        ('{"id":2}', 1, '{"id":2,"iscrowd":1}'),
    ],
)
def test_iscrowd(record: str, value: int, result: str) -> None:
    assert edited(record, {"iscrowd": value}) == result


@pytest.mark.parametrize(
    ("record", "value", "result"),
    [
        ('{"num_keypoints": 0}', 3, '{"num_keypoints": 3}'),
        ('{"num_keypoints": 3.0}', 3, '{"num_keypoints": 3}'),
        ('{"num_keypoints":3}', 3, '{"num_keypoints":3}'),
        ('{"keypoints": [1, 2, 2], "id": 2}', 1, '{"keypoints": [1, 2, 2], "num_keypoints": 1, "id": 2}'),
    ],
)
def test_num_keypoints(record: str, value: int, result: str) -> None:
    assert edited(record, {"num_keypoints": value}) == result


@pytest.mark.parametrize(
    ("record", "values", "result"),
    [
        ('{"id": 5, "x": 5}', {"id": 6}, '{"id": 6, "x": 5}'),
        ('{"id": "5"}', {"id": 6}, '{"id": "6"}'),
        ('{"id": "5"}', {"id": 6, "id_type": "integer"}, '{"id": 6}'),
        ('{"id": 5}', {"id": 6, "id_type": "string"}, '{"id": "6"}'),
        ('{"id": 5.0}', {"id": 6}, '{"id": 6}'),
        ('{"id": null}', {"id": 6}, '{"id": 6}'),
        ('{"id": 5.0}', {"id": 5}, '{"id": 5.0}'),
        ('{"id": "5"}', {"id": 5}, '{"id": "5"}'),
        ('{"x": 1, "y": 2}', {"id": 6}, '{"id": 6, "x": 1, "y": 2}'),
        ('{\n\t"x":1\n}', {"id": 2**63 - 1}, '{\n\t"id":9223372036854775807,\n\t"x":1\n}'),
        ("{}", {"id": 6}, '{"id": 6}'),
        ('{"id": "9223372036854775807"}', {"id_type": "integer"}, '{"id": 9223372036854775807}'),
        ('{"id": 9007199254740993}', {"id_type": "string"}, '{"id": "9007199254740993"}'),
        ('{"id": -9223372036854775808}', {"id_type": "string"}, '{"id": "-9223372036854775808"}'),
        ('{"id": 5.0}', {"id_type": "integer"}, '{"id": 5}'),
        ('{"id": 5e2}', {"id_type": "integer"}, '{"id": 500}'),
        ('{"id": 5.0}', {"id_type": "string"}, '{"id": "5"}'),
        ('{"id": "\\u0035"}', {"id_type": "integer"}, '{"id": 5}'),
        ('{"id": "-5"}', {"id_type": "integer"}, '{"id": -5}'),
    ],
)
@pytest.mark.parametrize("table", ["annotation", "image", "category"])
def test_ids(record: str, values: Mapping[str, Any], result: str, table: str) -> None:
    assert edited(record, values, table) == result


@pytest.mark.parametrize(
    "token",
    [
        '"x"', '"5.0"', '"007"', '"+5"', '" 5"', '"٣"', '"1_0"', '""', '"9223372036854775808"', '"%s"' % ("9" * 5000),
        "5", "5.5", "null", "true", "[5]", "{}", "NaN", "Infinity", "1e999", "1e25", "9007199254740993.0",
    ],
)  # fmt: skip
def test_what_is_no_integer_stays_what_it_is(token: str) -> None:
    record = f'{{"image_id": {token}}}'
    assert edited(record, {"image_id_type": "integer"}) == record


@pytest.mark.parametrize("token", ['"5"', '"-0"', '"x"', "5.5", "null", "false", "[5]", "NaN"])
def test_what_is_no_integer_becomes_no_string(token: str) -> None:
    record = f'{{"category_id": {token}}}'
    assert edited(record, {"category_id_type": "string"}) == record


def test_only_annotations_have_more_than_an_id() -> None:
    record = '{"id": "1", "image_id": "2", "bbox": [1, 2, 3, 4], "area": null, "iscrowd": null}'
    values = {"id_type": "integer", "image_id_type": "integer", "box": (0, 0, 1, 1), "area": 1.0, "iscrowd": 0}
    for table in ("image", "category"):
        assert edited(record, values, table) == record.replace('"1"', "1")
    assert edit_record("file", record.encode(), values) == []
    assert edited(record, values) == '{"id": 1, "image_id": 2, "bbox": [0, 0, 1, 1], "area": 1, "iscrowd": 0}'


def test_a_type_without_its_id_adds_nothing() -> None:
    assert edited('{"x": 1}', {"id_type": "integer", "image_id_type": "string"}) == '{"x": 1}'


def test_several_new_members() -> None:
    values = {"id": 7, "area": 12.0, "iscrowd": 0, "box": (1, 2, 4, 6)}
    assert edited("{}", values) == '{"id": 7, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0}'
    record = f'{{"segmentation": {POLYGON}, "category_id": 3}}'
    assert json.loads(edited(record, values)) == {
        "id": 7, "segmentation": json.loads(POLYGON), "category_id": 3, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0,
    }  # fmt: skip
    assert fields(record, values) == ["id", "area", "iscrowd", "box"]


@pytest.mark.parametrize("record", [b"", b"3", b"null", b"[1, 2]", b'"id"', b'{"id": 1', b'{"id": 1}}', b"{'id': 1}"])
def test_what_is_no_object_is_left_alone(record: bytes) -> None:
    assert edit_record("annotation", record, {"id": 3, "box": (0, 0, 1, 1), "area": 1.0, "iscrowd": 0}) == []


SPACE = st.sampled_from(["", " ", "  ", "\n", "\n\t", "\r\n    "])
SHORT = st.decimals(-999, 9999, places=2, allow_nan=False).map(lambda value: f"{value:.2f}")
COORDINATES = st.one_of(
    SHORT,
    st.integers(-50, 2000).map(str),
    st.sampled_from(["1.10", "1e2", "2.5E+1", "1e-3", "-0", "0.0", "7.000", "639.99999999"]),
)
IDS = st.one_of(st.integers(-(2**63), 2**63 - 1).map(str), st.sampled_from(['"5"', '"x7"', "5.0", "null", '"-12"']))
OTHERS = st.sampled_from(
    [
        "1.10",
        "NaN",
        "-Infinity",
        "null",
        '"a, b}"',
        '"\\u00e9\\""',
        "[]",
        '{"bbox": [1.50, 2], "area": 3}',
        POLYGON,
        "1e5",
    ]
)
KNOWN = {
    "id": IDS,
    "\\u0069d": IDS,
    "image_id": IDS,
    "category_id": IDS,
    "area": st.one_of(COORDINATES, st.sampled_from(["null", "NaN", '"12"'])),
    "iscrowd": st.sampled_from(["0", "1", "null", "true", '"1"', "0.0", "2"]),
}


@st.composite
def records(draw: Any) -> bytes:
    """An annotation in any layout: any order of keys, any white space, fields that nobody knows, repeated keys."""
    keys = draw(st.lists(st.sampled_from([*KNOWN, "bbox", "bbox", "segmentation", "x", "näme"]), max_size=9))
    comma = f"{draw(SPACE)},{draw(SPACE)}"
    colon = f"{draw(SPACE)}:{draw(SPACE)}"
    members = []
    for key in keys:
        if key == "bbox":
            numbers = draw(st.lists(COORDINATES, min_size=4, max_size=4))
            value = draw(st.sampled_from([f"[{comma.join(numbers)}]", f"[ {', '.join(numbers)} ]", "null", "[1, 2]"]))
        else:
            value = draw(KNOWN.get(key, OTHERS))
        members.append(f'"{key}"{colon}{value}')
    return f"{draw(SPACE)}{{{draw(SPACE)}{comma.join(members)}{draw(SPACE)}}}{draw(SPACE)}".encode()


@st.composite
def new_boxes(draw: Any, numbers: Sequence[float]) -> tuple[float, ...]:
    """New corners such as fixes make them of the old x, y, width and height."""
    x, y, width, height = numbers
    corners = (x, y, x + width, y + height)
    way = draw(st.sampled_from(["same", "swap", "clip", "rewrite", "any", "exact"]))
    if way == "swap":
        return (*map(min, corners[:2], corners[2:]), *map(max, corners[:2], corners[2:]))
    if way == "clip":
        return tuple(min(max(corner, 0.0), 640.0) for corner in corners)
    if way == "rewrite":
        return tuple(numbers)
    if way == "any":
        return tuple(float(draw(SHORT)) for _ in range(4))
    if way == "exact":
        return tuple(draw(st.floats(-1e5, 1e5)) for _ in range(4))
    return corners


def last_values(found: Pairs) -> dict[str, Any]:
    return dict(found)


def as_float(value: Any) -> float | None:
    return float(value[1]) if isinstance(value, tuple) else None


@settings(max_examples=400)
@given(records(), st.data())
def test_an_edited_record_has_the_new_values_and_all_others_as_they_were(record: bytes, data: st.DataObject) -> None:
    before = pairs(record)
    bbox = last_values(before).get("bbox")
    has_box = isinstance(bbox, list) and len(bbox) == 4
    numbers = [float(value[1]) for value in bbox] if has_box else [1.0, 2.0, 3.0, 4.0]
    wanted = {
        "box": data.draw(new_boxes(numbers)),
        "area": data.draw(st.floats(0, 1e6) | st.integers(0, 10**6).map(float)),
        "iscrowd": data.draw(st.integers(0, 1)),
        "id": data.draw(st.integers(-(2**63), 2**63 - 1)),
        "image_id_type": data.draw(st.sampled_from(["integer", "string"])),
        "category_id_type": data.draw(st.sampled_from(["integer", "string"])),
    }
    values = {name: wanted[name] for name in data.draw(st.sets(st.sampled_from(sorted(wanted))))}
    edits = edit_record("annotation", record, values)
    result = applied(record, edits)
    assert edit_record("annotation", result, values) == []
    after = pairs(result)

    keys = {"box": "bbox", "image_id_type": "image_id", "category_id_type": "category_id"}
    touched = {keys.get(name, name) for name in values}
    added = touched - last_values(before).keys() - {"image_id", "category_id"}
    # every member is where it was, with the very text, but for the last of those keys that have a new value
    changed = {
        key: max(place for place, pair in enumerate(before) if pair[0] == key) for key in touched & dict(before).keys()
    }
    kept = [pair for pair in after if pair[0] not in added]
    assert [key for key, _ in kept] == [key for key, _ in before]
    for place, (old, new) in enumerate(zip(before, kept, strict=True)):
        assert old == new or changed.get(old[0]) == place
    assert sorted(key for key, _ in after if key in added) == sorted(added)
    # of what was written, only single values are replaced
    assert all(edit.start == edit.end or SCALAR.fullmatch(record, edit.start, edit.end) for edit in edits)

    new = last_values(after)
    if "box" in values and (has_box or bbox is None):
        x, y, width, height = (float(value[1]) for value in new["bbox"])
        slack = 1e-9 * max(1.0, *map(abs, values["box"]))
        for corner, expected in zip((x, y, x + width, y + height), values["box"], strict=True):
            assert abs(corner - expected) <= slack
        if has_box and values["box"] == (numbers[0], numbers[1], numbers[0] + numbers[2], numbers[1] + numbers[3]):
            assert new["bbox"] == bbox
    if "area" in values:
        assert math.isclose(as_float(new["area"]) or 0.0, values["area"], rel_tol=1e-12)
    if "iscrowd" in values:
        assert new["iscrowd"] == number(str(values["iscrowd"]))
    if "id" in values:
        assert new["id"] in (number(str(values["id"])), str(values["id"])) or as_float(new["id"]) == values["id"]
    for key in ("image_id", "category_id"):
        old, now = last_values(before).get(key), new.get(key)
        assert identity(now) == identity(old)
        if f"{key}_type" in values and identity(old) is not None:
            assert isinstance(now, str) == (values[f"{key}_type"] == "string")


def identity(written: Any) -> int | None:
    """The integer that an id is or spells."""
    text = written[1].removesuffix(".0") if isinstance(written, tuple) else written
    return int(text) if isinstance(text, str) and text.lstrip("-").isdigit() else None


ITEMS = st.sampled_from(
    [b"1", b'{"id": 1}', b'{"a": [1, {"b": "],["}]}', b'"x, y"', b"[[], 2]", b'{\n  "id": 2\n}', b"null"]
)
BREAKS = st.sampled_from([b",", b", ", b",\n  ", b" ,\r\n\t"])


@st.composite
def lists(draw: Any) -> tuple[bytes, list[bytes], Any, Any, Any]:
    """A file with a list, the texts of its items, where they start and end, and which go."""
    items = draw(st.lists(ITEMS, max_size=8))
    text = draw(st.sampled_from([b'{"annotations": [', b"["])) + draw(SPACE).encode()
    starts, ends = [], []
    for place, item in enumerate(items):
        text += draw(BREAKS) if place else b""
        starts.append(len(text))
        text += item
        ends.append(len(text))
    text += draw(SPACE).encode() + b"]" + (b', "x": [1, 2]}' if text.startswith(b"{") else b"")
    removed = draw(st.lists(st.booleans(), min_size=len(items), max_size=len(items)))
    return text, items, np.array(starts, np.int64), np.array(ends, np.int64), np.array(removed, np.bool_)


@given(lists())
def test_what_is_left_of_a_list_are_the_kept_items(drawn: tuple[bytes, list[bytes], Any, Any, Any]) -> None:
    text, items, starts, ends, removed = drawn
    spans = removed_spans(text, starts, ends, removed)
    assert len(spans) == len(without_repeats(removed.tolist()))
    parts, position = [], 0
    for start, end in spans:
        assert position <= start < end
        parts.append(text[position:start])
        position = end
    result = b"".join([*parts, text[position:]])
    expected = [item for item, goes in zip(items, removed.tolist(), strict=True) if not goes]
    value = json.loads(result)
    left = value["annotations"] if isinstance(value, dict) else value
    assert left == [json.loads(item) for item in expected]
    if items and not expected:
        assert b"[]" in result
    # each kept item is there byte by byte, in order
    position = 0
    for item in expected:
        position = result.index(item, position) + len(item)


def without_repeats(flags: Sequence[bool]) -> list[bool]:
    """One for each run of true."""
    return [flag for flag, before in zip(flags, [False, *flags], strict=False) if flag and not before]


@pytest.mark.parametrize(
    ("removed", "result"),
    [
        ([], "[\n  1,\n  2,\n  3\n]"),
        ([0], "[\n  2,\n  3\n]"),
        ([1], "[\n  1,\n  3\n]"),
        ([2], "[\n  1,\n  2\n]"),
        ([0, 1], "[\n  3\n]"),
        ([1, 2], "[\n  1\n]"),
        ([0, 2], "[\n  2\n]"),
        ([0, 1, 2], "[]"),
    ],
)
def test_lines_go_with_their_commas(removed: list[int], result: str) -> None:
    text = b"[\n  1,\n  2,\n  3\n]"
    starts = np.array([text.index(item) for item in (b"1", b"2", b"3")], np.int64)
    spans = removed_spans(text, starts, starts + 1, np.isin(np.arange(3), removed))
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    assert text.decode() == result


def test_white_space_of_any_length_goes_with_the_last_item() -> None:
    text = b"[" + b" " * 10_000 + b"1" + b"\n" * 10_000 + b"]"
    one = np.array([text.index(b"1")], np.int64)
    assert removed_spans(memoryview(text), one, one + 1, np.array([True])) == [(1, len(text) - 1)]


def test_the_whole_of_a_list_that_is_cut_off() -> None:
    one = np.array([1], np.int64)
    assert removed_spans(b"[1  ", one, one + 1, np.array([True])) == [(1, 4)]


def test_many_removed_items() -> None:
    starts = np.arange(10**6, dtype=np.int64) * 10
    removed = np.zeros(10**6, np.bool_)
    removed[[0, 5, 6, 999_999]] = True
    assert removed_spans(b"", starts, starts + 8, removed) == [(0, 10), (50, 70), (9_999_988, 9_999_998)]


def test_records_wrapped_as_a_file_are_read_again(tmp_path: Path) -> None:
    records = [
        b'{"id": 9007199254740993, "image_id": 2, "category_id": 3, "bbox": [1, 2, 3.5, 4], "area": 14, "iscrowd": 0}',
        b'{\n  "id": "x", "image_id": 2, "category_id": 3, "bbox": [NaN, 2, 3, 4]\n}',
    ]
    tables = read_text(tmp_path, wrapped(records))
    content = wrapped(records)
    starts, ends = (column(tables, "annotation", side) for side in ("start", "end"))
    assert [content[start:end] for start, end in zip(starts, ends, strict=True)] == records
    assert column(tables, "annotation", "area")[0] == 14.0
    assert column(tables, "box", "x_max")[0] == 4.5
    assert wrapped([]) == b'{"annotations": []}'
