"""Which way a parameter makes a rule fire on more rows, against rows judged with both ends."""

from __future__ import annotations

import numpy as np
import pytest

from boxlint.expression import evaluate, parse
from boxlint.rule_files import load_rules
from boxlint.strictness import fires_above


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("width < limit", True),
        ("width <= limit - 0.001", True),
        ("limit > width", True),
        ("width > limit", False),
        ("limit <= width", False),
        ("not width > limit", True),
        ("width - limit > 0", False),
        ("width < 3 / limit", False),
        ("0.001 < width <= limit", True),
        ("width > 2 and (height > 0 or width >= 2 * limit)", False),
        ("width > 1 and -limit > height", False),
    ],
)
def test_a_condition_fires_on_more(condition: str, expected: bool) -> None:
    """The more rows it hits as the parameter grows, or shrinks."""
    expression = parse(condition)
    assert fires_above(expression, "limit") == expected
    counts = []
    for limit in (1.0, 4.0):
        columns = {
            "width": np.repeat(np.arange(8.0), 9),
            "height": np.tile(np.arange(-8.0, 1.0), 8),
            "limit": limit,
        }
        counts.append(int(evaluate(expression, columns.__getitem__).sum()))
    assert (counts[1] > counts[0]) == expected
    assert counts[0] != counts[1]


def test_shipped_rules() -> None:
    """A least side fires below it; a least count or share of what is wrong, above."""
    rules = load_rules(examples=False)
    sided = [rule for rule in rules.values() if "min_side" in rule.parameters]
    assert sided
    assert all(fires_above(rule.expression, "min_side") for rule in sided)
    assert not fires_above(rules["BX302"].expression, "min_iou")
    assert fires_above(rules["BX514"].expression, "min_iou")
