"""The examples of the rules, fixed: `after` says what becomes of them, and it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from boxlint.example_fixes import after_faults, fixed, fixed_bytes
from boxlint.example_tables import example_tables, is_written, written_bytes
from boxlint.examples import failures, hit_count
from boxlint.linter import lint
from boxlint.rule_files import load_rules, make_rule
from boxlint.ruleset import Rule
from boxlint.tables import Tables

RULES = load_rules()
FIXABLE = [rule for rule in RULES.values() if rule.fix]


def bad_examples() -> Iterator[Any]:
    for rule in FIXABLE:
        for number, example in enumerate(rule.bad):
            yield pytest.param(rule, example, id=f"{rule.code}-{number}")


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda rule: rule.code)
def test_every_fix_has_an_example(rule: Rule) -> None:
    assert any("after" in example for example in rule.bad)


@pytest.mark.parametrize(("rule", "example"), list(bad_examples()))
def test_after(rule: Rule, example: dict[str, Any]) -> None:
    assert list(after_faults(rule, RULES, example)) == []


@pytest.mark.parametrize(("rule", "example"), list(bad_examples()))
def test_what_is_fixed_is_found_no_more_and_stays_as_it_is(rule: Rule, example: dict[str, Any]) -> None:
    """Where a fix leaves something, it is what the fix could not mend, and stays."""
    before = hit_count(rule, RULES, example)
    if is_written(example):
        content = fixed_bytes(rule, RULES, example)
        after = {key: value for key, value in example.items() if key not in ("text", "encoding")}
        after["bytes"] = content.hex()
        assert fixed_bytes(rule, RULES, after) == content
        assert hit_count(rule, RULES, after) < before or content == written_bytes(example)
        return
    parameters = example.get("parameters", {})
    tables = example_tables(rule, RULES, example)
    once = fixed(tables, rule, RULES, parameters)
    left = sum(map(len, lint(once, [rule], RULES, parameters={rule.code: parameters}).hits))
    assert left < before or shapes(once) == shapes(tables)
    assert shapes(fixed(once, rule, RULES, parameters)) == shapes(once)


def shapes(tables: Tables) -> Any:
    """All that the fixes of described examples change."""
    return [
        [column.astype(str).tolist() for column in table.columns.values() if isinstance(column, np.ndarray)]
        for table in (tables.boxes, tables.quads, tables.rotated, tables.polygons)
    ], tables.annotations["area"].astype(str).tolist()


BOX = {"box": [10.0, 10.0, -5.0, 20.0]}
LINE = {"box": [10.0, 10.0, 0.0, 5.0]}


@pytest.mark.parametrize(
    ("code", "example", "after", "fault"),
    [
        ("BX102", BOX, {"box": [5.0, 10.0, 5.0, 20.0]}, ""),
        ("BX102", BOX, {"corners": [5.0, 10.0, 10.0, 30.0]}, ""),
        ("BX102", BOX, {"box": [5.0, 10.0, 5.0, 20.001]}, "height [20.0] after the fix, expected [20.001]"),
        ("BX102", BOX, {}, "1 boxes after the fix, expected 0"),
        ("BX102", BOX, {"boxes": [[5.0, 10.0, 5.0, 20.0]] * 2}, "1 boxes after the fix, expected 2"),
        ("BX101", {"box": [10.0, 10.0, 0.0, 5.0]}, {}, ""),
        (
            "BX101",
            {"box": [10.0, 10.0, 0.0, 5.0]},
            {"box": [10.0, 10.0, 0.0, 5.0]},
            "0 boxes after the fix, expected 1",
        ),
        ("BX003", {"annotation": {"coordinates_not_numeric": True}}, {}, ""),
        (
            "BX003",
            {"annotation": {"coordinates_not_numeric": True, "coordinates_are_convertible": True}},
            {"annotation": {"coordinates_not_numeric": False}},
            "",
        ),
        (
            "BX003",
            {"annotation": {"coordinates_not_numeric": True}},
            {"annotation": {"coordinates_not_numeric": False}},
            "0 annotations after the fix, expected 1",
        ),
        (
            "BX108",
            {"box": [0.0, 0.0, 20.0, 20.0], "annotation": {"area": 300.0}},
            {"box": [0.0, 0.0, 20.0, 20.0], "annotation": {"area": 300.0}},
            "annotation.area [400.0] after the fix, expected [300.0]",
        ),
        ("BX014", {"file": {"header_lines": 2.0}}, {"file": {"header_lines": 0.0}, "annotation": {}}, ""),
        (
            "BX505",
            {"format": "dota", "text": "10 10 10 20 50 20 50 10 ship 0\n"},
            "10 10 50 10 50 20 10 20 ship 0\n",
            "",
        ),
        (
            "BX505",
            {"format": "dota", "text": "10 10 10 20 50 20 50 10 ship 0\n"},
            "10 10 50 10 50 20 10 20 ship\n",
            "becomes\n10 10 50 10 50 20 10 20 ship 0\n",
        ),
        (
            "BX505",
            {"format": "dota", "bytes": b"10 10 10 20 50 20 50 10 ship 0".hex()},
            b"10 10 50 10 50 20 10 20 ship 0".hex(),
            "",
        ),
    ],
)
def test_a_wrong_after_is_said(code: str, example: dict[str, Any], after: Any, fault: str) -> None:
    faults = "; ".join(after_faults(RULES[code], RULES, {**example, "after": after}))
    assert fault in faults
    assert bool(faults) == bool(fault)


def test_a_rule_whose_after_does_not_hold_fails() -> None:
    values = {
        "code": "MY001",
        "name": "far-left-box",
        "on": "box",
        "severity": "warning",
        "summary": "Far left.",
        "when": "x_min < 0",
        "message": "at {x_min:g}",
        "why": "No reason.",
        "fix": {"action": "clip", "safety": "unsafe"},
        "bad": [{"box": [-5.0, 0.0, 10.0, 10.0], "after": {"box": [0.0, 0.0, 10.0, 10.0]}}],
        "good": [{"box": [0.0, 0.0, 10.0, 10.0]}],
    }
    rule = make_rule(values)
    (fault,) = [fault for fault in failures(rule, {**RULES, rule.code: rule}) if "width" in fault]
    assert fault == "MY001 far-left-box: bad example 0 has width [5.0] after the fix, expected [10.0]"
