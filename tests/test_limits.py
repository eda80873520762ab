"""The limits of rules: what their conditions say of one quantity alone."""

from __future__ import annotations

from typing import Any

from boxlint.limits import Limit, limits
from boxlint.rule_files import load_rules, make_rule
from boxlint.ruleset import Rule
from boxlint.variation import ByCategory, ByFormat, Threshold


def rule(when: str, **parameters: float) -> Rule:
    """A rule of boxes with this condition and these parameters."""
    values = {
        "code": "T001",
        "name": "t001",
        "on": "box",
        "severity": "error",
        "summary": "s",
        "message": "m",
        "why": "w",
    }
    given = {name: {"default": default, "help": "h"} for name, default in parameters.items()}
    return make_rule({**values, "when": when, "parameters": given})


def found(when: str, values: dict[str, Threshold] | None = None, **parameters: float) -> list[tuple[Any, ...]]:
    """The limits of one rule: quantity, relation, value and for what alone."""
    told = limits([rule(when, **parameters)], {"T001": values} if values else {}, ["coco", "dota"])
    return [(limit.quantity, limit.relation, limit.value, limit.only) for limit in told]


def test_a_comparison_with_a_parameter_is_a_limit() -> None:
    assert found("width < limit", limit=2) == [("width", "<", 2.0, "")]
    assert found("limit <= width", limit=2) == [("width", "≥", 2.0, "")]
    assert found("width > 2 * limit - 1", limit=2) == [("width", ">", 3.0, "")]


def test_each_of_several_alternatives_is_one() -> None:
    assert found("width < limit or height < limit", limit=2) == [("width", "<", 2.0, ""), ("height", "<", 2.0, "")]
    assert found("0 < width < limit", limit=2) == [("width", "<", 2.0, "")]


def test_what_takes_two_quantities_is_none() -> None:
    assert found("width < limit and height < 5", limit=2) == []
    assert found("width < limit * height", limit=2) == []
    assert found("not width < limit", limit=2) == []
    assert found("width < 5") == []


def test_what_lies_between_two_bounds_has_no_limit() -> None:
    assert found("low < width < high", low=2, high=5) == []
    assert found("low < width < high or height < low", low=2, high=5) == [("height", "<", 2.0, "")]


def test_formats_that_differ_have_each_their_own() -> None:
    assert found("width < limit", {"limit": ByFormat(1, {"dota": 3})}, limit=2) == [
        ("width", "<", 1.0, "coco"),
        ("width", "<", 3.0, "dota"),
    ]
    assert found("width < limit", {"limit": ByFormat(1, {"voc": 3})}, limit=2) == [("width", "<", 1.0, "")]


def test_categories_are_told_beside_all_others() -> None:
    assert found("width < limit", {"limit": ByCategory(1, {"bridge": 3})}, limit=2) == [
        ("width", "<", 1.0, ""),
        ("width", "<", 3.0, "bridge"),
    ]


def test_a_limit_of_two_parameters_varies_with_either() -> None:
    given: dict[str, Threshold] = {"low": ByCategory(1, {"bridge": 3}), "slack": 0.5}
    assert found("width < low - slack", given, low=2, slack=0) == [
        ("width", "<", 0.5, ""),
        ("width", "<", 2.5, "bridge"),
    ]


def test_shipped_rules_have_the_limits_that_charts_draw() -> None:
    rules = load_rules(examples=False)
    told = {(limit.rule.code, limit.quantity): limit for limit in limits(rules.values(), {}, ["coco"])}
    side = told["BX103", "shorter_side"]
    assert (side.relation, side.value, side.setting) == ("<", 0.999, 1.0)
    assert told["BX104", "aspect_ratio"].value == 100
    assert told["BX919", "target_count"].relation == ">"
    assert {limit.table for limit in limits([rules["BX511"]], {}, [])} == {"quad", "rotated"}
    assert all(isinstance(limit, Limit) for limit in told.values())
