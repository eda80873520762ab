"""Each fix on plain cases; and for any input the rule is silent afterwards, twice is once, what must stay stays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from boxlint.columns import Columns
from boxlint.example_fixes import Masks, changes_of, fixed, no_masks
from boxlint.fixes import ACTIONS, STAGES, find_fix, stages_of
from boxlint.fixes.changes import Change, Mask, Removal, Target
from boxlint.linter import lint
from boxlint.rule_files import load_rules
from boxlint.ruleset import Action, Fix
from boxlint.tables import Tables, intern, make_table, make_tables, written_keys
from tests.scene import columns_of, scene

NAN, INF = float("nan"), float("inf")
RULES = load_rules(examples=False)
SIZE = (100.0, 80.0)
coordinate = st.integers(-60, 160) | st.floats(-60, 160, width=32)
shapes_of_four = st.lists(st.tuples(*[coordinate] * 4), min_size=1, max_size=12)
quads = st.lists(st.tuples(*[coordinate] * 8), min_size=1, max_size=12)
side = st.floats(0.25, 1000, width=32)


def found(tables: Tables, code: str, **parameters: float) -> list[int]:
    """The rows that a rule hits."""
    rule = RULES[code]
    findings = lint(tables, [rule], RULES, parameters={code: parameters})
    return [row for hits in findings.hits for row in hits.rows.tolist()]


def fix(tables: Tables, code: str, masks: Masks = no_masks, **parameters: float) -> Tables:
    """The tables after a rule's fix, having seen that the same fix again changes nothing."""
    result = fixed(tables, RULES[code], RULES, parameters, masks)
    for stage in STAGES:
        again = list(changes_of(result, RULES[code], RULES, stage, parameters, masks))
        assert again == [], f"{code} changes something again"
    return result


def changes(tables: Tables, code: str, masks: Masks = no_masks, **parameters: float) -> list[Change | Removal]:
    rule = RULES[code]
    stages = [stage for stage in STAGES if any(stage in stages_of(fix.action) for fix in rule.fix)]
    return [change for stage in stages for change in changes_of(tables, rule, RULES, stage, parameters, masks)]


def one(changes: list[Change | Removal]) -> Change:
    (change,) = changes
    assert isinstance(change, Change)
    return change


def shapes(tables: Tables, table: str) -> Any:
    """The shapes as tuples by annotation; a box as its corners."""
    names = {"box": 4, "quad": 8, "rotated": 5}
    columns = [value for name, value in tables[table].columns.items() if name != "annotation"][: names[table]]
    rows = np.column_stack(columns).tolist()
    return dict(zip(tables[table]["annotation"].tolist(), map(tuple, rows), strict=True))


def vertices(quad: Any) -> list[tuple[float, float]]:
    return [(quad[i], quad[i + 1]) for i in (0, 2, 4, 6)]


def run(action: str, tables: Tables, table: str, rows: Any, **given: Any) -> list[Change | Removal]:
    """An action called directly, whatever the rows are."""
    target = Target(
        columns=Columns(tables),
        table=table,
        rows=np.array(rows, np.int64),
        stage=given.get("stage", ACTIONS[action][-1]),
        names=given.get("names", ()),
        parameter=given.get("parameter", {}.__getitem__),
        masks=no_masks,
    )
    return list(find_fix(action)(target))


# --- the registry ---


def test_every_action_of_the_rules_is_there() -> None:
    actions: Any = Fix.__annotations__["action"]
    assert actions == "Action"
    assert set(ACTIONS) == set(get_args(Action))
    for action in ACTIONS:
        assert callable(find_fix(action))
        assert set(stages_of(action)) <= set(STAGES)


@pytest.mark.parametrize("action", list(ACTIONS))
@pytest.mark.parametrize("table", ["file_set", "file", "image", "category", "annotation", "box", "quad", "rotated"])
def test_no_action_stumbles_over_a_table_or_an_empty_dataset(action: str, table: str) -> None:
    """A user's rule may name any action on any table; and what is not finite stays as it is."""
    for tables in (make_tables(), all_tables()):
        rows = range(len(tables[table]))
        for stage in stages_of(action):
            for names in ((), ("lacks_box",), ("header_lines", "encoding"), ("min_angle", "max_angle")):
                done = run(action, tables, table, rows, stage=stage, names=names, parameter=lambda _: 1.0)
                assert all(len(change.rows) for change in done)


def all_tables() -> Tables:
    """A row of each table, all numbers NaN."""
    tables = scene("box", [(NAN, 0, 1, INF)])
    quad = make_table("quad", 1, columns_of("quad", [(NAN,) * 8]))
    rotated = make_table("rotated", 1, columns_of("rotated", [(0, 0, 1, 1, NAN)]))
    return replace(tables, quads=quad, rotated=rotated)


# --- values ---


def annotations(count: int, **columns: Any) -> Tables:
    return scene("box", [(10 * i, 0, 10 * i + 5, 5) for i in range(count)], **columns)


def test_iscrowd_becomes_the_number_that_is_meant() -> None:
    tables = annotations(
        4,
        iscrowd_is_invalid=[True, True, True, False],
        iscrowd_is_convertible=[True, True, False, False],
        iscrowd=[False, True, False, True],
    )
    change = one(changes(tables, "BX013"))
    assert (change.table, change.field) == ("annotation", "iscrowd")
    assert (change.rows.tolist(), change.values.tolist()) == ([0, 1], [0, 1])
    assert found(fix(tables, "BX013"), "BX013") == [2]
    assert one(run("set", tables, "annotation", range(4))).rows.tolist() == [0, 1]


def test_iscrowd_that_is_absent_becomes_0() -> None:
    tables = annotations(3, iscrowd_is_missing=[False, True, True], iscrowd=[True, False, False])
    change = one(changes(tables, "BX018"))
    assert (change.rows.tolist(), change.values.tolist()) == ([1, 2], [0, 0])
    assert found(fix(tables, "BX018"), "BX018") == []


def test_only_strings_that_are_numbers_are_converted_and_the_others_dropped() -> None:
    tables = annotations(
        3, coordinates_not_numeric=[True, False, True], coordinates_are_convertible=[True, False, False]
    )
    convert, drop = changes(tables, "BX003")
    assert isinstance(convert, Change)
    assert (convert.field, convert.rows.tolist(), convert.values.tolist()) == ("numbers", [0], [True])
    assert isinstance(drop, Removal)
    assert drop.rows.tolist() == [2]
    assert found(fix(tables, "BX003"), "BX003") == []


def test_difficulty_is_appended() -> None:
    tables = annotations(3, difficulty_is_missing=[True, False, True])
    change = one(changes(tables, "BX015"))
    assert (change.field, change.rows.tolist(), change.values.tolist()) == ("difficult", [0, 2], [0, 0])
    result = fix(tables, "BX015")
    assert found(result, "BX015") == []
    assert result.annotations["difficult"][[0, 2]].tolist() == [0, 0]


def files(**columns: Any) -> Tables:
    count = len(next(iter(columns.values())))
    return make_tables(
        file_sets=make_table("file_set", 1),
        files=make_table("file", count, {"file_set": [0] * count, **columns}),
    )


def test_a_mark_and_header_lines_are_removed_each_for_its_own_rule() -> None:
    tables = files(
        header_lines=[2.0, 0.0, 3.0],
        encoding=intern(["utf-8-sig", "utf-8-sig", "gb18030"]),
        encoding_is_unusual=[True] * 3,
    )
    lines, mark = one(changes(tables, "BX014")), one(changes(tables, "BX007"))
    assert (lines.table, lines.field, lines.rows.tolist()) == ("file", "header_lines", [0, 2])
    assert lines.values.tolist() == [0, 0]
    assert (mark.table, mark.field, mark.rows.tolist()) == ("file", "byte_order_mark", [0, 1])
    assert mark.values.tolist() == [False, False]
    assert found(fix(tables, "BX014"), "BX014") == []
    assert found(fix(tables, "BX007"), "BX007") == [2]


def coco_set(rows: Any, **annotation: Any) -> Tables:
    """Boxes as [x, y, w, h], in images of SIZE."""
    boxes = [(x, y, x + w, y + h) for x, y, w, h in rows]
    tables = scene("box", boxes, image_size=SIZE, **annotation)
    coco = make_table("file_set", 1, {"path": intern(["a"]), "format": intern(["coco"]), "boxes_have_sizes": [True]})
    columns = {**tables.boxes.columns, "width": [row[2] for row in rows], "height": [row[3] for row in rows]}
    return replace(tables, file_sets=coco, boxes=make_table("box", len(rows), columns))


def test_corners_are_written_as_what_they_are() -> None:
    corners = [(x, 30, x + 20, 70) for x in range(50, 70)]
    tables = coco_set([*corners, (0, 0, 20, 70), (90, 70, INF, 4)])
    assert found(tables, "BX905") == [0]
    change = one(changes(tables, "BX905"))
    # the last but one is the same both ways, the last one not finite
    assert change.rows.tolist() == list(range(20))
    assert change.values.tolist() == [list(map(float, row)) for row in corners]
    assert found(fix(tables, "BX905"), "BX905") == []


def test_only_the_file_sets_that_are_hit_are_rewritten() -> None:
    tables = coco_set([(50, 30, 70, 70)] * 2)
    sets = make_table("file_set", 2, {"format": intern(["coco", "coco"])})
    two = replace(tables, file_sets=sets, files=make_table("file", 2, {"file_set": [0, 1]}))
    two = replace(two, annotations=make_table("annotation", 2, {**two.annotations.columns, "file": [1, 0]}))
    assert one(run("rewrite", two, "file_set", [1])).rows.tolist() == [0]


# --- geometry ---


@given(shapes_of_four)
@settings(deadline=None)
@example([(30, 5, 10, 40), (5, 5, 5, 5)])
def test_swap(boxes: list[Any]) -> None:
    tables = scene("box", boxes)
    result = fix(tables, "BX102")
    assert found(result, "BX102") == []
    for row, after in shapes(result, "box").items():
        x1, y1, x2, y2 = boxes[row]
        assert after == (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def test_swap_says_only_what_changes() -> None:
    tables = scene("box", [(0, 0, 9, 9), (9, 0, 0, 9), (9, 0, NAN, 9), (-1, 7, 5, 2)])
    change = one(changes(tables, "BX102"))
    assert (change.table, change.field, change.rows.tolist()) == ("annotation", "box", [1, 3])
    assert change.values.tolist() == [[0, 0, 9, 9], [-1, 2, 5, 7]]


@given(shapes_of_four, st.sampled_from([SIZE, (100.0, NAN), (NAN, 80.0), (NAN, NAN)]))
@settings(deadline=None)
def test_clip(corners: list[Any], size: tuple[float, float]) -> None:
    """Nothing of what lies inside is lost, nothing is added, and an unknown border cuts nothing."""
    boxes = [(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)) for x1, y1, x2, y2 in corners]
    tables = scene("box", boxes, image_size=size)
    width, height = (INF if math.isnan(side) else side for side in size)
    for code in ("BX202", "BX211"):
        hit = set(found(tables, code))
        result = fix(tables, code)
        assert found(result, code) == []
        assert not {*found(result, "BX101"), *found(result, "BX201"), *found(result, "BX203")} & hit
        for row, after in shapes(result, "box").items():
            x1, y1, x2, y2 = boxes[row]
            expected = (max(x1, 0), max(y1, 0), min(x2, width), min(y2, height))
            assert after == (expected if row in hit else boxes[row])


def test_clip_leaves_alone_what_lies_outside() -> None:
    tables = scene("box", [(-9, 0, -3, 9), (90, 20, 110, 30), (0, 80, 9, 90)], image_size=SIZE)
    assert one(run("clip", tables, "box", [0, 1, 2])).rows.tolist() == [1]


@given(quads)
@settings(deadline=None)
def test_reverse(rows: list[Any]) -> None:
    tables = scene("quad", rows)
    hit = found(tables, "BX505")
    result = fix(tables, "BX505")
    assert found(result, "BX505") == []
    for row, after in shapes(result, "quad").items():
        first, *others = vertices(rows[row])
        assert vertices(after) == [first, *(others[::-1] if row in hit else others)]


@given(quads)
@settings(deadline=None)
@example([(0, 0, 40, 10, 40, 0, 0, 10), (0, 0, 40, 0, 0, 10, 40, 10), (0, 10, 40, 0, 40, 10, 0, 0)])
def test_reorder(rows: list[Any]) -> None:
    """The same four vertices to the bit, the first one first, convex and clockwise."""
    tables = scene("quad", rows)
    hit = found(tables, "BX502")
    result = fix(tables, "BX502")
    assert found(result, "BX502") == []
    assert not {*found(result, "BX503"), *found(result, "BX505")} & {*hit}
    for row, after in shapes(result, "quad").items():
        assert vertices(after)[0] == vertices(rows[row])[0]
        assert sorted(vertices(after)) == sorted(vertices(rows[row]))
        assert row in hit or after == tuple(rows[row])


def test_reorder_of_known_bow_ties() -> None:
    rows = [(0, 0, 40, 10, 40, 0, 0, 10), (0, 0, 40, 0, 0, 10, 40, 10), (0, 0, 0, 10, 40, 0, 40, 10)]
    result = shapes(fix(scene("quad", rows), "BX502"), "quad")
    assert set(result.values()) == {(0, 0, 40, 0, 40, 10, 0, 10)}


def corners(rotated: Any) -> Any:
    """The four corners of a rotated box, sorted. Shape (4, 2)."""
    x, y, width, height, angle = rotated
    along = 0.5 * width * np.array([math.cos(angle), math.sin(angle)])
    across = 0.5 * height * np.array([-math.sin(angle), math.cos(angle)])
    return [np.array([x, y]) + a * along + b * across for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def same_corners(one: Any, other: Any) -> bool:
    return all(min(float(np.abs(a - b).max()) for b in corners(other)) <= 1e-9 for a in corners(one))


CONVENTIONS = {
    "undeclared": (-2 * math.pi, 2 * math.pi),
    "full": (-math.pi, math.pi),
    "le135": (-math.pi / 4, 3 * math.pi / 4),
    "half": (0.0, math.pi),
    "oc": (0.0, math.pi / 2),
    "le90-narrow": (-math.pi / 2, 0.0),
    "written": (0.0, 3.141593),
}


@pytest.mark.parametrize("name", list(CONVENTIONS))
@given(rows=st.lists(st.tuples(coordinate, coordinate, side, side, st.floats(-20, 20)), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
@example(rows=[(5, 5, 30, 10, angle * math.pi / 4) for angle in range(-12, 13)])
def test_normalise(name: str, rows: list[Any]) -> None:
    """Every box comes into the range and stays where it is."""
    low, high = CONVENTIONS[name]
    tables = scene("rotated", rows)
    hit = set(found(tables, "BX508", min_angle=low, max_angle=high))
    result = fix(tables, "BX508", min_angle=low, max_angle=high)
    assert found(result, "BX508", min_angle=low, max_angle=high) == []
    for row, after in shapes(result, "rotated").items():
        if row not in hit:
            assert after == rows[row]
            continue
        assert low <= after[4] <= high
        assert same_corners(after, rows[row])
        assert after[:2] == rows[row][:2]
        # whole turns, where one leads there, keep which side is which
        turned = any(low <= rows[row][4] + 2 * math.pi * count <= high for count in range(-4, 5))
        if turned:
            assert after[2:4] == rows[row][2:4]
            assert math.cos(after[4] - rows[row][4]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("convention", "row", "expected"),
    [
        ("undeclared", (5, 5, 30, 10, 7.0), (5, 5, 30, 10, 7.0 - 2 * math.pi)),
        ("full", (5, 5, 30, 10, 4.0), (5, 5, 30, 10, 4.0 - 2 * math.pi)),
        ("le135", (5, 5, 30, 10, -1.0), (5, 5, 30, 10, math.pi - 1.0)),
        ("half", (5, 5, 30, 10, -0.25), (5, 5, 30, 10, math.pi - 0.25)),
        ("oc", (5, 5, 30, 10, 2.0), (5, 5, 10, 30, 2.0 - math.pi / 2)),
        ("oc", (5, 5, 30, 10, -0.5), (5, 5, 10, 30, math.pi / 2 - 0.5)),
        ("oc", (5, 5, 30, 10, 3.5), (5, 5, 30, 10, 3.5 - math.pi)),
        ("oc", (5, 5, 30, 10, math.pi), (5, 5, 30, 10, 0.0)),
    ],
)
def test_normalised_angles(convention: str, row: Any, expected: Any) -> None:
    low, high = CONVENTIONS[convention]
    result = fix(scene("rotated", [row]), "BX508", min_angle=low, max_angle=high)
    assert shapes(result, "rotated")[0] == pytest.approx(expected, abs=1e-12)


def test_angles_that_no_turn_brings_into_a_narrow_range_stay() -> None:
    tables = scene("rotated", [(5, 5, 30, 10, 1.0), (5, 5, 30, 10, 2.0), (5, 5, 30, 10, NAN)])
    change = one(changes(tables, "BX508", min_angle=0.0, max_angle=0.5))
    assert change.rows.tolist() == [1]
    assert change.values.tolist() == [[5, 5, 10, 30, pytest.approx(2.0 - math.pi / 2)]]


def test_normalise_goes_by_the_category() -> None:
    tables = scene("rotated", [(5, 5, 30, 10, 4.0)] * 2)
    ranges = {"min_angle": np.array([-math.pi, 0.0]), "max_angle": np.array([math.pi, 2 * math.pi])}
    change = one(run("normalise", tables, "rotated", [0, 1], parameter=ranges.__getitem__, names=(*ranges, "angle")))
    assert change.rows.tolist() == [0]
    assert run("normalise", tables, "rotated", [0, 1], names=("angle",)) == []


# --- recompute ---


def masks_of(known: Mapping[int, Mask]) -> Masks:
    return lambda rows: [known.get(row) for row in rows.tolist()]


def test_a_missing_box_is_the_extent_of_the_mask_and_never_that_of_keypoints() -> None:
    tables = scene("box", [(0, 0, 5, 5)], lacks_box=[False])
    columns = {
        "file": [0] * 6,
        "lacks_box": [True, True, True, True, False, True],
        "has_mask": [True, False, True, True, True, True],
        "expected_coordinate_count": [4] * 6,
    }
    extents = {0: (1.5, 2, 8, 9), 2: (3, 3, 3.5, 9), 3: (1, 2, 8, NAN), 4: (0, 0, 9, 9), 5: (3, 3, 9, 3)}
    sides = zip(("x_min", "y_min", "x_max", "y_max"), zip(*extents.values(), strict=True), strict=True)
    outlines = {"annotation": list(extents), "number_count": [6] * 5, "is_flat": [False] * 4 + [True], **dict(sides)}
    tables = replace(
        tables,
        annotations=make_table("annotation", 6, columns),
        boxes=make_table("box", 0),
        polygons=make_table("polygon", 5, outlines),
    )
    change = one(changes(tables, "BX020"))
    assert (change.table, change.field, change.rows.tolist()) == ("annotation", "box", [0])
    assert change.values.tolist() == [[1.5, 2, 8, 9]]
    # keypoints alone, a mask of half a pixel, one that can't be read, one without an area
    assert found(fix(tables, "BX020"), "BX020") == [1, 2, 3, 5]


def test_a_missing_area_brings_no_box() -> None:
    """BX011 is safe, a box from a mask is not."""
    columns = {"file": [0], "lacks_box": [True], "has_mask": [True], "area_is_missing": [True]}
    tables = make_tables(
        file_sets=make_table("file_set", 1),
        files=make_table("file", 1, {"file_set": [0]}),
        annotations=make_table("annotation", 1, columns),
    )
    masks = masks_of({0: Mask(12.0, (0, 0, 5, 5))})
    change = one(changes(tables, "BX011", masks))
    assert (change.field, change.values.tolist()) == ("area", [12.0])


@pytest.mark.parametrize(
    ("code", "area"), [("BX011", NAN), ("BX012", 0.0), ("BX012", -4.0), ("BX108", 99.0), ("BX108", 300.0)]
)
@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        (None, 50.0),
        (Mask(20.0, (0, 0, 10, 5)), 20.0),
        (Mask(0.0, (0, 0, 10, 5)), 50.0),  # an area of 0 would be BX012 again
        (Mask(51.0, (0, 0, 10, 5)), 51.0),
        (Mask(NAN, (0, 0, 10, 5)), 50.0),
    ],
)
def test_areas(code: str, area: float, mask: Mask | None, expected: float) -> None:
    tables = scene(
        "box",
        [(0, 0, 10, 5), (0, 0, 10, 5)],
        area=[area, 50.0],
        area_is_missing=[code == "BX011", False],
        has_mask=[mask is not None] * 2,
    )
    masks = masks_of({} if mask is None else {0: mask, 1: mask})
    change = one(changes(tables, code, masks))
    assert (change.table, change.field, change.rows.tolist()) == ("annotation", "area", [0])
    # of a mask beyond its box, BX108 would find the same again
    assert change.values.tolist() == [min(expected, 50.0) if code == "BX108" else expected]
    result = fix(tables, code, masks)
    silent = ("BX011", "BX012", *(["BX108"] if code == "BX108" or expected <= 50 else []))
    assert not any(found(result, other) for other in silent)


def test_areas_of_rotated_boxes_and_of_no_box() -> None:
    tables = scene("rotated", [(5, 5, 30, 10, 1.0), (5, 5, -30, 10, 1.0)], area_is_missing=[True, True])
    change = one(changes(tables, "BX011"))
    assert (change.rows.tolist(), change.values.tolist()) == ([0], [300.0])


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([100.5, 7.5, NAN])), max_size=30))
@settings(deadline=None)
@example([(20 + i, 30, 100.5) for i in range(12)])
@example([(20 + i, 30, 7.5 if i == 3 else 100.5) for i in range(12)])
def test_a_constant_area_is_recomputed_where_it_stands(rows: list[Any]) -> None:
    boxes = [(0, 0, width, height) for width, height, _ in rows]
    tables = scene("box", boxes, area=[area for *_, area in rows])
    hit = found(tables, "BX917", min_boxes=2)
    result = fix(tables, "BX917", min_boxes=2)
    common = Columns(tables)("file", "most_common_area")[0] if hit else None
    for (width, height, area), new in zip(rows, result.annotations["area"].tolist(), strict=True):
        assert new == (width * height if area == common else pytest.approx(area, nan_ok=True))


def test_a_constant_area_is_silent_once_recomputed() -> None:
    rows = [(0, 0, 20 + i, 30) for i in range(12)]
    other_file = [(0, 0, 20 + i, 31) for i in range(12)]
    tables = scene("box", [*rows, *other_file], area=[100.0] * 24)
    columns = {
        **tables.annotations.columns,
        "file": [0] * 12 + [1] * 12,
        "is_target": [True] * 11 + [False] + [True] * 12,
    }
    tables = replace(
        tables,
        files=make_table("file", 2, {"file_set": [0, 0]}),
        annotations=make_table("annotation", 24, columns),
    )
    assert found(tables, "BX917") == [0, 1]
    # the crowd region of the same file too
    assert one(run("recompute", tables, "file", [0])).rows.tolist() == list(range(12))
    assert found(fix(tables, "BX917"), "BX917") == []


# --- ids ---

INTEGER_IDS = st.integers(-3, 9) | st.integers(2**63 - 4, 2**63 - 1)
WRITTEN_IDS = st.lists(INTEGER_IDS | st.integers(0, 9).map(str) | st.none() | st.just("c0ffee"), max_size=12)


def with_ids(ids: list[Any], file: Any = None, **columns: Any) -> Tables:
    count, owners = len(ids), file or [0] * len(ids)
    types = intern([JSON_NAMES.get(type(value), "") for value in ids])
    return make_tables(
        file_sets=make_table("file_set", max([0, *owners]) + 1),
        files=make_table("file", max([0, *owners]) + 1, {"file_set": range(max([0, *owners]) + 1)}),
        annotations=make_table(
            "annotation", count, {"file": owners, "id": written_keys(ids), "id_type": types, **columns}
        ),
    )


JSON_NAMES = {int: "integer", float: "float", str: "string", type(None): "null", bool: "boolean"}


@pytest.mark.parametrize("code", ["BX304", "BX309", "BX006"])
@given(ids=WRITTEN_IDS)
@settings(deadline=None)
@example(ids=[1, 1, 2, 2, 1])
@example(ids=[0, 3])
@example(ids=[None, None])
@example(ids=["c0ffee", "c0ffee", None])
@example(ids=[2**63 - 1, 2**63 - 1, 0, None])
def test_renumber(code: str, ids: list[Any]) -> None:
    """New ids follow the largest one in row order; every other id stays, and none is there twice that was not."""
    # of several zeros, the next one is the first after each run
    assume(code != "BX309" or sum(value in (0, "0") for value in ids) < 2)
    missing = intern(["id" if value is None else "" for value in ids])
    tables = with_ids(ids, missing_field=missing)
    hit = found(tables, code)
    result = fix(tables, code)
    keys = [int(value) if value is not None and value != "c0ffee" else value for value in ids]
    integral = [key for key in keys if isinstance(key, int)]
    largest = max([0, *integral])
    is_possible = bool(integral or not any(keys)) and largest + len(hit) < 2**63
    after = [result.annotations["id"].at(row) for row in range(len(ids))]
    new = [after[row] for row in hit] if is_possible else []
    assert new == [largest + 1 + number for number in range(len(new))]
    for row, key in enumerate(keys):
        assert after[row] == key or (is_possible and row in hit)
    if is_possible:
        assert found(result, code) == []


def test_a_new_id_among_strings_is_a_string() -> None:
    ids = ["7", "7", None]
    tables = with_ids(ids, missing_field=intern(["", "", "id"]))
    for code in ("BX304", "BX006"):
        result = fix(tables, code)
        kinds = [result.annotations["id_type"].at(row) for row in range(3)]
        assert kinds == ["string", "string", "string" if code == "BX006" else "null"]
    mixed = fix(with_ids(["7", 7, None], missing_field=intern(["", "", "id"])), "BX006")
    assert mixed.annotations["id_type"].at(2) == "integer"


def test_each_file_is_renumbered_by_itself() -> None:
    tables = with_ids([1, 1, 4, 4, 7, 4], file=[0, 0, 1, 1, 0, 1])
    renumbered = fix(tables, "BX304")
    assert [renumbered.annotations["id"].at(row) for row in range(6)] == [1, 8, 4, 5, 7, 6]


def test_records_that_are_the_same_keep_their_id() -> None:
    tables = scene("box", [(0, 0, 5, 5)] * 3, id=written_keys([1, 1, 1]), record_digest=[7, 7, 8])
    assert one(changes(tables, "BX304")).rows.tolist() == [2]


class Coco(Struct):
    """Ids as they stand in one COCO file."""

    images: list[Any]
    categories: list[Any]
    annotations: list[tuple[Any, Any, Any]]

    def tables(self) -> Tables:
        image_ids, category_ids = written_keys(self.images), written_keys(self.categories)
        ids, image, category = zip(*self.annotations, strict=True) if self.annotations else ((), (), ())
        columns: dict[str, Any] = {"file": [0] * len(ids), "id": written_keys(ids), "id_type": types(ids)}
        for name, referred, written in (("image", self.images, image), ("category", self.categories, category)):
            columns[name] = [find(value, referred) for value in written]
            columns[f"written_{name}_id"] = written_keys(written)
            columns[f"{name}_id_type"] = types(written)
        return make_tables(
            file_sets=make_table("file_set", 1),
            files=make_table("file", 1, {"file_set": [0]}),
            images=make_table("image", len(image_ids), listed(image_ids, self.images)),
            categories=make_table("category", len(category_ids), listed(category_ids, self.categories)),
            annotations=make_table("annotation", len(ids), columns),
        )


def listed(keys: Any, ids: list[Any]) -> dict[str, Any]:
    return {"file": [0] * len(ids), "id": keys, "id_type": types(ids)}


def types(values: Any) -> Any:
    return intern([JSON_NAMES[type(value)] for value in values])


def value_of(written: Any) -> Any:
    """What a reference is resolved by."""
    keys = written_keys([written])
    return keys.at(0)


def find(reference: Any, ids: list[Any]) -> int:
    values = [value_of(value) for value in ids]
    return values.index(value_of(reference)) if reference is not None and value_of(reference) in values else -1


def unified(coco: Coco) -> tuple[Coco, Tables, list[Change]]:
    """The ids after BX016's fix, carried out on Python values."""
    after = Coco([*coco.images], [*coco.categories], [*coco.annotations])
    made = changes(coco.tables(), "BX016")
    seen: set[tuple[str, str, int]] = set()
    done: list[Change] = []
    for change in made:
        assert isinstance(change, Change)
        rows = [(change.table, change.field, row) for row in change.rows.tolist()]
        if set(rows) <= seen:  # the file is hit through each of its lists
            continue
        seen |= set(rows)
        done.append(change)
        for row, goal in zip(change.rows.tolist(), change.values.tolist(), strict=True):
            if change.table == "annotation":
                place = ("id_type", "image_id_type", "category_id_type").index(change.field)
                record = list(after.annotations[row])
                record[place] = converted(record[place], goal)
                after.annotations[row] = (record[0], record[1], record[2])
            else:
                records = after.images if change.table == "image" else after.categories
                records[row] = converted(records[row], goal)
    return after, fixed(coco.tables(), RULES["BX016"], RULES), done


def converted(value: Any, goal: str) -> Any:
    assert JSON_NAMES[type(value)] != goal
    return int(value) if goal == "integer" else str(int(value) if isinstance(value, float) else value)


small = st.integers(1, 3)
ANY_ID = small | small.map(float) | small.map(str) | st.sampled_from(["x", "01", 1.5, None])


@given(
    st.builds(
        Coco,
        st.lists(ANY_ID, max_size=4),
        st.lists(ANY_ID, max_size=4),
        st.lists(st.tuples(ANY_ID, ANY_ID, ANY_ID), max_size=5),
    )
)
@settings(deadline=None, max_examples=400)
@example(Coco([1, 2], [1], [(1, "1", 1.0), (2.0, 2, 1)]))
@example(Coco(["1", "x"], [1], [(1, 1, 1), (2, "x", 1)]))
def test_unify(coco: Coco) -> None:
    """Nothing becomes equal that was not, no reference leads elsewhere, and what was done is consistent."""
    after, tables, done = unified(coco)
    for before_list, after_list in (
        (coco.images, after.images),
        (coco.categories, after.categories),
        ([one for one, *_ in coco.annotations], [one for one, *_ in after.annotations]),
    ):
        for i, before in enumerate(before_list):
            for j, other in enumerate(before_list[:i]):
                assert (before == other) == (after_list[i] == after_list[j])
    for before, new in zip(coco.annotations, after.annotations, strict=True):
        for place, ids, new_ids in ((1, coco.images, after.images), (2, coco.categories, after.categories)):
            assert find(before[place], ids) == find(new[place], new_ids)
    fields = {(change.table, change.field) for change in done}
    for name, place, ids in (("image", 1, after.images), ("category", 2, after.categories)):
        if {(name, "id_type"), ("annotation", f"{name}_id_type")} & fields:
            linked = [record[place] for record in after.annotations if find(record[place], ids) >= 0]
            kinds = {type(value) for value in [*ids, *linked] if value is not None}
            assert len(kinds) <= 1
            # as loaders find it: compared as it is written
            assert all(value in ids for value in linked)
    # the tables say what the values do
    assert [tables.images["id_type"].at(row) for row in range(len(after.images))] == [
        JSON_NAMES[type(value)] for value in after.images
    ]
    again, _, none = unified(after)
    assert none == []
    assert again == after


@pytest.mark.parametrize(
    ("coco", "expected"),
    [
        # the lists lead
        (Coco([1, 2], [1], [(1, "1", "1"), (2, 2, 1)]), Coco([1, 2], [1], [(1, 1, 1), (2, 2, 1)])),
        (Coco(["1", "2"], [1], [(1, 1, 1), (2, "2", 1)]), Coco(["1", "2"], [1], [(1, "1", 1), (2, "2", 1)])),
        # floats become integers, on both sides, and so do annotation ids
        (Coco([1.0, 2.0], [1], [(1.0, 1.0, 1), (2.0, 2, 1)]), Coco([1, 2], [1], [(1, 1, 1), (2, 2, 1)])),
        (Coco([1], [1], [(1.0, 1, 1), ("x", 1, 1)]), Coco([1], [1], [("1", 1, 1), ("x", 1, 1)])),
        # mixed: integers where all of them are
        (Coco([1, "2"], [1], [(1, 2, 1)]), Coco([1, 2], [1], [(1, 2, 1)])),
        (Coco([1, "x"], [1], [(1, "1", 1)]), Coco(["1", "x"], [1], [(1, "1", 1)])),
        # references that lead nowhere follow where they can
        (Coco([1], [1], [(1, "1", 1), (2, "9", 1), (3, "x", 1)]), Coco([1], [1], [(1, 1, 1), (2, 9, 1), (3, "x", 1)])),
        # only what is compared with an odd id
        (Coco([1, "2"], [1], [(1, 1, "1")]), Coco([1, "2"], [1], [(1, 1, 1)])),
        # no list of images to go by
        (Coco([], [1], [(1, 1.0, 1), (2, 2.0, 1)]), Coco([], [1], [(1, 1, 1), (2, 2, 1)])),
    ],
)
def test_unified_ids(coco: Coco, expected: Coco) -> None:
    after, tables, _ = unified(coco)
    assert after == expected
    assert [(type(a), type(b), type(c)) for a, b, c in after.annotations] == [
        (type(a), type(b), type(c)) for a, b, c in expected.annotations
    ]
    assert list(map(type, after.images)) == list(map(type, expected.images))
    assert found(tables, "BX016") == []


@pytest.mark.parametrize(
    "coco",
    [
        Coco([1, "1"], [1], [(1, 1.0, 1)]),  # two images would get one id
        Coco([1, 2], [1], [(1, 1.5, 1), (2, "2", 1)]),  # no integer, and no string of another file's
        Coco([1], [1], [(1.5, 1, 1)]),
        Coco([1], [1], [(1.0, 1, 1), ("1", 1, 1)]),
    ],
)
def test_ids_that_can_not_be_unified_stay(coco: Coco) -> None:
    after, _, done = unified(coco)
    assert done == []
    assert after == coco


# --- drops ---


def test_drop_takes_the_annotation_of_a_shape() -> None:
    tables = scene("box", [(0, 0, 0, 5), (0, 0, 5, 5), (7, 7, 7, 7)])
    (removal,) = changes(tables, "BX101")
    assert isinstance(removal, Removal)
    assert removal.rows.tolist() == [0, 2]
    result = fix(tables, "BX101")
    assert shapes(result, "box") == {0: (0, 0, 5, 5)}
    assert len(result.annotations) == 1


@pytest.mark.parametrize("table", ["image", "category", "file"])
def test_drop_takes_nothing_but_annotations(table: str) -> None:
    tables = scene("box", [(0, 0, 5, 5)])
    assert run("drop", tables, table, [0]) == []


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=6),
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=2),
)
@settings(deadline=None, max_examples=200)
@example([(0, False), (1, False), (0, True)], 3, [])
@example([(0, False), (0, False), (1, False)], 2, [])
def test_keep_one(part: list[tuple[int, bool]], copies: int, rest: list[tuple[int, bool]]) -> None:
    """What is left is one list, in its order, that is nothing repeated; crowd regions stay."""
    rows = [*part * copies, *rest]
    tables = scene("box", [(10 * x, 0, 10 * x + 5, 5) for x, _ in rows], is_target=[not crowd for _, crowd in rows])
    hit = found(tables, "BX913")
    result = fix(tables, "BX913")
    assert found(result, "BX913") == []
    left = [
        (int(box[0]) // 10, not target)
        for (_, box), target in zip(
            shapes(result, "box").items(), result.annotations["is_target"].tolist(), strict=True
        )
    ]
    if not hit:
        assert left == rows
    else:
        repeats = int(Columns(tables)("file", "object_list_repeats")[0])
        compared = [x for x, crowd in rows if not crowd]
        assert repeats >= 2
        assert [x for x, crowd in left if not crowd] * repeats == compared
        assert [x for x, crowd in left if crowd] == [x for x, crowd in rows if crowd]


def test_keep_one_goes_file_by_file() -> None:
    rows = [(0, 0), (1, 0), (0, 0), (1, 0), (0, 1), (1, 1), (0, 1), (1, 1)]
    tables = scene("box", [(10 * x, 0, 10 * x + 5, 5) for x, _ in rows], images=[file for _, file in rows])
    owners = {**tables.annotations.columns, "file": [1 - file for _, file in rows]}
    tables = replace(
        tables,
        files=make_table("file", 2, {"file_set": [0, 0]}),
        annotations=make_table("annotation", len(rows), owners),
    )
    (removal,) = run("keep-one", tables, "file", [0, 1])
    assert removal.rows.tolist() == [2, 3, 6, 7]
    (removal,) = run("keep-one", tables, "file", [1])
    assert removal.rows.tolist() == [2, 3]


def test_the_old_tables_stay_as_they_were() -> None:
    tables = scene("box", [(9, 0, 0, 9)])
    fixed(tables, RULES["BX102"], RULES)
    assert shapes(tables, "box") == {0: (9, 0, 0, 9)}
