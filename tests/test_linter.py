"""The linter: order of judgement, targets, replacement, second round, parameters, and what is not reported."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boxlint.columns import Columns
from boxlint.linter import lint
from boxlint.requirements import wanted_columns
from boxlint.rule_files import load_rules, make_rule
from boxlint.ruleset import Rule
from boxlint.suppression import Suppression
from boxlint.tables import Tables, intern, make_table, make_tables, written_keys
from boxlint.variation import ByCategory

NAN = float("nan")


def rule(code: str, when: str, **values: Any) -> Rule:
    """A rule with only what a test is about."""
    given = {"on": "box", "severity": "error", "summary": "s", "message": "m", "why": "w", **values}
    return make_rule({"code": code, "name": code.lower(), "when": when, **given})


def dataset(boxes: list[tuple[float, float, float, float]], **annotation: Any) -> Tables:
    """Two images in two files of one file set; boxes in turn in the one and the other, of two categories."""
    count = len(boxes)
    x, y, w, h = np.array(boxes, np.float64).reshape(count, 4).T
    turn = np.arange(count) % 2
    columns = {"file": turn, "image": turn, "category": turn, "index": np.arange(count) // 2}
    columns |= {"is_target": [True] * count, "id": written_keys(list(range(1, count + 1))), **annotation}
    corners = {"x_min": x, "y_min": y, "x_max": x + w, "y_max": y + h, "width": w, "height": h}
    return make_tables(
        file_sets=make_table("file_set", 1, {"path": intern(["a"]), "format": intern(["voc"])}),
        files=make_table("file", 2, {"file_set": [0, 0], "path": intern(["a/1.xml", "a/2.xml"])}),
        images=make_table("image", 2, {"file": [0, 1], "width": [100.0, NAN], "height": [100.0, 50.0]}),
        categories=make_table("category", 2, {"file_set": [0, 0], "name": intern(["bridge", "ship"])}),
        annotations=make_table("annotation", count, columns),
        boxes=make_table("box", count, {"annotation": np.arange(count), **corners}),
    )


BOXES = [(0.0, 0.0, 10.0, 0.0), (0.0, 0.0, -5.0, 3.0), (90.0, 0.0, 20.0, 5.0), (90.0, 0.0, 20.0, 5.0)]
ZERO = rule("T001", "height <= 0")
REVERSED = rule("T002", "width < 0")
OUTSIDE = rule("T003", "x_max > image_width")


def rows(tables: Tables, rules: list[Rule], *selected: Rule, **options: Any) -> dict[str, list[int]]:
    """The rows that each selected rule hits."""
    by_code = {each.code: each for each in rules}
    found = lint(tables, selected or tuple(rules), by_code, **options)
    return {hits.rule.code: hits.rows.tolist() for hits in found.hits}


def test_a_comparison_with_what_is_missing_is_false() -> None:
    """The second image has no width, so no box runs past it."""
    assert rows(dataset(BOXES), [OUTSIDE]) == {"T003": [2]}


def test_required_rules_silence_their_rows_even_when_not_selected() -> None:
    """Rows that a required rule hits are not judged again; it is reported only if selected."""
    wide = rule("T004", "width != 0", requires=("T001",))
    assert rows(dataset(BOXES), [ZERO, wide], wide) == {"T004": [1, 2, 3]}
    assert rows(dataset(BOXES), [ZERO, wide])["T001"] == [0]


def test_an_image_or_category_does_not_silence_what_is_drawn_in_it() -> None:
    """One unreadable record must not hide the faults of its neighbours."""
    malformed = rule("T016", "is_malformed", on=["annotation", "image", "category"])
    box = rule("T017", "width != 0", requires=("T016",))
    tables = dataset(BOXES, is_malformed=[True, False, False, False])
    images = make_table("image", 2, {**tables.images.columns, "is_malformed": [True, True]})
    categories = make_table("category", 2, {**tables.categories.columns, "is_malformed": [True, True]})
    assert rows(replace(tables, images=images, categories=categories), [malformed, box], box) == {"T017": [1, 2, 3]}


def test_a_file_silences_all_that_is_in_it() -> None:
    """What was read of half a file is not judged against lists that are not all there."""
    unreadable = rule("T018", "path == 'a/1.xml'", on="file")
    box = rule("T019", "width != 0", requires=("T018",))
    assert rows(dataset(BOXES), [unreadable, box], box) == {"T019": [1, 3]}


def test_the_first_fix_whose_condition_holds_is_the_fix() -> None:
    """And an image is never dropped."""
    fixes = [{"where": "width < 0", "action": "swap", "safety": "unsafe"}, {"action": "drop", "safety": "unsafe"}]
    narrow = rule("T020", "width < 15", fix=fixes)
    image = rule("T021", "index != 5", on="image", fix={"action": "drop", "safety": "unsafe"})
    by_code = {"T020": narrow, "T021": image}
    found = {(f.code, f.fix.action if f.fix else None) for f in lint(dataset(BOXES), [narrow, image], by_code)}
    assert found == {("T020", "drop"), ("T020", "swap"), ("T021", None)}


def test_only_what_a_fix_would_drop_empties_an_image() -> None:
    """A row that the first fix repairs stays."""
    fixes = [{"where": "width < 15", "action": "swap", "safety": "unsafe"}, {"action": "drop", "safety": "unsafe"}]
    every = rule("T022", "width < 100", fix=fixes)
    emptied = rule("T023", "annotations_total > 0 and annotations_dropped >= annotations_total", on="image")
    tables = dataset([(0.0, 0.0, 10.0, 9.0), (0.0, 0.0, 20.0, 9.0)])
    assert rows(tables, [every, emptied])["T023"] == [1]


def test_a_rule_may_speak_once_for_a_parent() -> None:
    """Of the rows of one annotation, in all tables of the rule."""
    once = rule("T024", "width != 0", once="image")
    assert rows(dataset(BOXES), [once]) == {"T024": [0, 1]}


def test_a_category_or_file_set_is_ignored_where_all_its_files_are() -> None:
    """Neither lies in one file, where each object names its category."""
    category, file_set = rule("T025", "name != ''", on="category"), rule("T026", "path != ''", on="file_set")
    for pattern, expected in (("a/", {}), ("1.xml", {"T025": [0, 1], "T026": [0]})):
        codes = {"T02": frozenset({"T025", "T026"})}
        ignore = Suppression("", codes, lambda path, pattern=pattern: pattern in path)
        assert rows(dataset(BOXES), [category, file_set], suppressions=[ignore]) == expected


def test_what_silences_a_required_rule_silences_the_rule() -> None:
    """A row that the first rule hits is judged neither by the second nor by the third, which requires the second."""
    second = rule("T014", "width > 100", requires=("T001",))
    third = rule("T015", "width != 0", requires=("T014",))
    assert rows(dataset(BOXES), [ZERO, second, third], third) == {"T015": [1, 2, 3]}


def test_what_hits_nothing_costs_its_condition_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither targets nor silence, and of a condition not what no row can satisfy any more."""
    made: list[Columns] = []

    def columns(*given: Any) -> Columns:
        made.append(Columns(*given))
        return made[-1]

    monkeypatch.setattr("boxlint.linter.Columns", columns)
    zero = rule("T016", "height <= 0", targets_only=False)
    never = rule("T017", "width > 1e9 and x_min > 0", requires=["T016"], message="{x_max:g}")
    assert rows(dataset(BOXES), [zero, never], never) == {}
    assert set(made[0].made) == {("box", "height"), ("box", "width")}


def test_silence_follows_links_up_and_down() -> None:
    """A box is silenced by its annotation's finding, an annotation by its box's."""
    malformed = rule("T005", "is_malformed", on="annotation")
    box = rule("T006", "width != 0", requires=("T005",))
    annotation = rule("T007", "index >= 0", on="annotation", requires=("T001",))
    tables = dataset(BOXES, is_malformed=[False, True, False, False])
    assert rows(tables, [malformed, box], box) == {"T006": [0, 2, 3]}
    assert rows(tables, [ZERO, annotation], annotation) == {"T007": [1, 2, 3]}


def test_rows_that_are_no_target_are_judged_only_where_the_rule_says_so() -> None:
    """Crowd regions are no training targets."""
    everything = rule("T008", "height <= 0", targets_only=False)
    tables = dataset(BOXES, is_target=[False, True, True, True])
    assert rows(tables, [ZERO, everything]) == {"T008": [0]}


def test_parameters_come_from_the_configuration_also_by_category() -> None:
    """A category's own value wins over the default value."""
    wide = rule("T009", "width >= limit", parameters={"limit": {"default": 15, "help": ""}})
    tables = dataset(BOXES)
    assert rows(tables, [wide]) == {"T009": [2, 3]}
    assert rows(tables, [wide], parameters={"T009": {"limit": 5}}) == {"T009": [0, 2, 3]}
    assert rows(tables, [wide], parameters={"T009": {"limit": ByCategory(5, {"bridge": 15})}}) == {"T009": [2, 3]}


def test_severity_and_count_give_the_order() -> None:
    """Errors first, then by count; the configuration's severity counts."""
    tables = dataset(BOXES)
    rules = [ZERO, rule("T010", "width > 0")]
    assert list(rows(tables, rules)) == ["T010", "T001"]
    assert list(rows(tables, rules, severities={"T010": "warning"})) == ["T001", "T010"]


def test_a_rule_is_not_reported_in_files_that_ignore_it() -> None:
    """Per-file ignores clear only the rules they name."""
    ignore = Suppression("", {"T010": frozenset({"T010"})}, lambda path: path.endswith("1.xml"))
    tables = dataset(BOXES)
    assert rows(tables, [ZERO, rule("T010", "width != 0")], suppressions=[ignore]) == {"T001": [0], "T010": [1, 3]}


def test_what_is_not_reported_silences_all_the_same() -> None:
    """Rules that judge what others would drop come after the suppressions, and yet see what is suppressed."""
    named, emptied = rule("T030", "index >= 0", on="image"), rule("T031", "annotations_dropped >= 0", on="image")
    ignore = Suppression("", {"T030": frozenset({"T030"})}, lambda path: path.endswith("1.xml"))
    after = replace(emptied, requires=("T030",))
    images = {"index": [0, 0], "file": [0, 1]}
    tables = replace(dataset(BOXES), images=make_table("image", 2, images))
    assert rows(tables, [named, emptied], suppressions=[ignore]) == {"T030": [1], "T031": [0, 1]}
    assert rows(tables, [named, after], suppressions=[ignore]) == {"T030": [1]}


def test_a_file_rule_replaces_the_findings_that_it_explains() -> None:
    """They are counted under it, in the row where it fired, and not listed."""
    explaining = rule("T011", "path == 'a/1.xml'", on="file", replaces=("T010",))
    wide = rule("T010", "width != 0")
    found = lint(dataset(BOXES), [wide, explaining], {"T010": wide, "T011": explaining})
    by_code = {hits.rule.code: hits for hits in found.hits}
    assert by_code["T010"].rows.tolist() == [1, 3]
    assert by_code["T011"].replaced == ({"T010": 2},)
    assert "counted under this: 2 x T010" in next(f.message for f in found if f.code == "T011")


def test_the_second_round_counts_what_drops_would_leave() -> None:
    """An image is emptied when each of its targets is hit by a selected rule whose fix is drop."""
    drop = {"fix": {"action": "drop", "safety": "unsafe"}}
    narrow = rule("T012", "width < 15", **drop)
    emptied = rule("T013", "annotations_total > 0 and annotations_dropped >= annotations_total", on="image")
    tables = dataset(BOXES, is_target=[True, True, False, True])
    assert rows(tables, [narrow, emptied])["T013"] == [0]
    assert "T013" not in rows(tables, [narrow, emptied], emptied)


def test_wanted_columns_follow_links_and_measures() -> None:
    """Readers are told what the selected rules and those they require read."""
    wanted = wanted_columns([OUTSIDE], {"T003": OUTSIDE})
    assert {"box", "box.x_max", "image.width"} <= wanted


SHIPPED = load_rules()
NUMBERS = st.one_of(
    st.floats(-50, 150, width=32),
    st.sampled_from([0.0, -0.0, 1.0, 100.0, 99.5, NAN, float("inf"), -float("inf"), 1e300, 1e-300, 1e20]),
)


SHAPES = st.lists(st.tuples(*[NUMBERS] * 8), max_size=10)


@settings(max_examples=60, deadline=None)
@given(SHAPES, st.integers(0, 3))
def test_torch_finds_what_numpy_finds(shapes: list[tuple[float, ...]], repeated: int) -> None:
    """Every shipped rule gives the same rows on torch tensors as on numpy arrays, on boxes, quads and rotated boxes."""
    pytest.importorskip("torch")
    shapes += shapes[:repeated]
    numbers = np.array(shapes, np.float64).reshape(len(shapes), 8)
    owners = {"annotation": np.arange(len(shapes))}
    with np.errstate(all="ignore"):
        turns = {"cosine": np.cos(numbers[:, 4]), "sine": np.sin(numbers[:, 4])}
        tables = dataset([shape[:4] for shape in shapes])
    vertices = dict(zip((f"{axis}{vertex}" for vertex in (1, 2, 3, 4) for axis in "xy"), numbers.T, strict=True))
    rotated = dict(zip(("center_x", "center_y", "width", "height", "angle"), numbers.T, strict=False))
    tables = replace(
        tables,
        quads=make_table("quad", len(shapes), owners | vertices),
        rotated=make_table("rotated", len(shapes), owners | rotated | turns),
    )
    on_numpy, on_torch = (lint(tables, list(SHIPPED.values()), SHIPPED, device=device) for device in (None, "cpu"))
    assert [(h.rule.code, h.table, h.rows.tolist()) for h in on_numpy.hits] == [
        (h.rule.code, h.table, h.rows.tolist()) for h in on_torch.hits
    ]
