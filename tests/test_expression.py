"""The rule language: what it takes, what it refuses, and what it answers."""

from __future__ import annotations

import numpy as np
import pytest

from boxlint.expression import ExpressionError, check, evaluate, parse
from boxlint.tables import Keys, Text

NAN = float("nan")
COLUMNS = {
    "width": np.array([0.0, 2.0, NAN, np.inf]),
    "height": np.array([1.0, 2.0, 3.0, -1.0]),
    "is_crowd": np.array([True, False, True, False]),
    "format": Text(np.array([0, 1, -1, 0], np.int32), ("voc", "coco")),
    "id": Keys(np.array([0, 5, 7, -(2**62)]), ("a",)),
}
KINDS = {"width": "number", "height": "number", "is_crowd": "flag", "format": "text", "id": "key", "image": "link"}


def answer(text: str) -> list[bool]:
    expression = parse(text)
    check(expression, KINDS.get, KINDS)
    return evaluate(expression, COLUMNS.__getitem__).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("width <= 0", [True, False, False, False]),
        ("width != 2", [True, False, False, True]),
        ("width == width", [True, True, False, True]),
        ("0 <= width < height", [True, False, False, False]),
        ("width + 1 == height or height < 0", [True, False, False, True]),
        ("-height * 2 / 4 - 1 > -2 and width < 1", [True, False, False, False]),
        ("not is_crowd", [False, True, False, True]),
        ("not (is_crowd and width < 1)", [False, True, True, True]),
        ("format == 'voc'", [True, False, False, True]),
        ("format != 'voc'", [False, True, True, False]),
        ("format == ''", [False, False, True, False]),
        ("format == 'dota'", [False, False, False, False]),
        ("id == 0", [True, False, False, False]),
        ("0 != id", [False, True, True, True]),
        ("height < 1 / 0", [True] * 4),
        ("height > 1 / -0.0", [True] * 4),
        ("height > 0 / 0", [False] * 4),
    ],
)
def test_answers_elementwise(text: str, expected: list[bool]) -> None:
    """Each operator works on whole columns, and a comparison with NaN is false."""
    assert answer(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("width <", "not an expression"),
        ("width & height", "write `and`"),
        ("~is_crowd", "write `not`"),
        ("abs(width) > 1", "becomes a measure"),
        ("image.width > 1", "underscore"),
        ("width ** 2 > 1", "becomes a measure"),
        ("width > 1 if is_crowd else is_crowd", "`and` and `or`"),
        ("width[0] > 1", "no Subscript"),
        ("width in (1, 2)", "no Compare"),
        ("True", "no Constant"),
        ("widht > 1", "did you mean width?"),
        ("image > 1", "unknown name image"),
        ("width", "expected a flag"),
        ("not width", "takes a flag"),
        ("width and is_crowd", "takes a flag"),
        ("is_crowd + 1 > 0", "takes a number"),
        ("format == 1", "cannot compare"),
        ("format < 'voc'", "cannot compare"),
        ("format == format", "with a constant"),
        ("id < 0", "cannot compare"),
    ],
)
def test_refuses_with_a_reason_and_a_caret(text: str, reason: str) -> None:
    """Whatever is outside the language is an error at load that points at the place."""
    with pytest.raises(ExpressionError, match="(?s)" + reason.replace("?", r"\?") + r".*\^"):
        answer(text)


def test_lists_each_name_once_in_order() -> None:
    """The names decide which columns are made."""
    assert parse("height < width and height > 0").names == ("height", "width")
