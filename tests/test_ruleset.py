"""Rule files: what is refused and why, and which rules a selection means."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxlint.errors import UserError
from boxlint.rule_files import load_rules
from boxlint.selection import find_rule, select

RULES = load_rules(examples=False)
GOOD = """
code = "MY001"
name = "wide-box"
on = "box"
severity = "warning"
summary = "The box is wide."
when = "width > max_width"
message = "box is {width:g} px wide"
why = "It does not fit."
[parameters.max_width]
default = 50
help = "Wider boxes are reported."
[[bad]]
box = [0, 0, 51, 10]
[[good]]
box = [0, 0, 50, 10]
"""


def folder_of(tmp_path: Path, text: str, name: str = "MY001-wide-box.toml") -> Path:
    """A folder of one rule file."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_own_rules_join_the_shipped_ones(tmp_path: Path) -> None:
    """By code, in order."""
    rules = load_rules([folder_of(tmp_path, GOOD)])
    assert list(rules) == sorted([*RULES, "MY001"])
    assert rules["MY001"].parameters["max_width"].default == 50


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("width > max_width", "widht > max_width", "unknown name widht; did you mean width?"),
        ("width > max_width", "width > 50", "parameters.max_width is not used"),
        ("width > max_width", "width + max_width", "expected a flag"),
        ("width > max_width", "max_width > 3", "reads no column"),
        ("width > max_width", "max(width, max_width) > 3", "a function becomes a measure"),
        ("{width:g}", "{colour}", "{colour} is not a column"),
        ("{width:g}", "{width!r}", "is not a column"),
        ("{width:g}", "{width.__class__}", "is not a column"),
        ("{width:g}", "{file_path:g}", "has a number format"),
        ("{width:g}", "{width:d}", "Unknown format code"),
        ("{width:g}", "{width:zz}", "{width:zz}"),
        ("{width:g}", "{width", "expected '}'"),
        ("width > max_width", "width > 1" + "0" * 400 + " + max_width", "the number is too large"),
        ("width > max_width", "not " * 500 + "width > max_width", "longer than 1000"),
        ('why = "It does not fit."', 'why = "w"\nrequires = ["BX902"]', "judges verdicts"),
        ('why = "It does not fit."', 'why = "w"\nrelated = "image"', "is not a measure of rows"),
        ('why = "It does not fit."', 'why = "w"\nonce = "images"', "is no parent"),
        ('why = "It does not fit."', 'why = "w"\nfix = { on = "quad", action = "drop", safety = "unsafe" }', "fix.on"),
        ("[[bad]]", '[fix]\naction = "drop"\nsafety = "unsafe"\nwhere = "width"\n[[bad]]', "expected a flag"),
        ('on = "box"', 'on = "boxes"', "there is no table boxes"),
        ('severity = "warning"', 'severity = "info"', "Invalid enum value"),
        ('severity = "warning"', 'sevrity = "warning"', "did you mean severity?"),
        ('why = "It does not fit."', "", "missing required field `why`"),
        ('code = "MY001"', 'code = "BX101"', "must be called BX101-wide-box.toml"),
        ('name = "wide-box"', 'name = "Wide Box"', "matching regex"),
        ("[[good]]\nbox = [0, 0, 50, 10]", "", "at least one"),
        ('why = "It does not fit."', 'why = "w"\nrequires = ["BX999"]', "BX999, which is no rule"),
        ('why = "It does not fit."', 'why = "w"\nrequires = ["MY001"]', "in a circle"),
        ('why = "It does not fit."', 'why = "w"\nrelated = "width"', "is not a measure of rows"),
        ('why = "It does not fit."', 'why = "w', "not a TOML file"),
    ],
)
def test_a_faulty_rule_is_refused_with_its_file_and_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    """A rule is total once it is loaded."""
    assert old in GOOD
    with pytest.raises(UserError) as error:
        load_rules([folder_of(tmp_path, GOOD.replace(old, new))])
    assert reason in str(error.value)
    assert "MY001" in str(error.value)


def test_a_code_or_name_is_used_once(tmp_path: Path) -> None:
    """The shipped rules count."""
    text = GOOD.replace("wide-box", "zero-area-box")
    with pytest.raises(UserError, match="clashes with BX101 zero-area-box"):
        load_rules([folder_of(tmp_path, text, "MY001-zero-area-box.toml")])


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With what to look at."""
    with pytest.raises(UserError, match="no such folder of rules"):
        load_rules([tmp_path / "gone"])


@pytest.mark.parametrize(
    ("selection", "inside", "outside"),
    [
        ({}, ["BX101", "BX302"], ["BX107", "BX505"]),
        ({"select": ["BX101"]}, ["BX101"], ["BX102"]),
        ({"select": ["zero-area-box"]}, ["BX101"], ["BX102"]),
        ({"select": ["bx1"]}, ["BX101", "BX107"], ["BX201"]),
        ({"select": ["ALL"]}, ["BX107", "BX901"], []),
        ({"select": ["ALL"], "ignore": ["BX1"]}, ["BX201"], ["BX101"]),
        ({"select": ["BX101"], "ignore": ["BX1"]}, ["BX101"], ["BX102"]),
        ({"select": ["BX1"], "ignore": ["BX101"]}, ["BX102"], ["BX101"]),
        ({"select": ["BX101"], "ignore": ["zero-area-box"]}, [], ["BX101"]),
        ({"extend_select": ["full-image-box"]}, ["BX101", "BX107"], ["BX108"]),
        ({"ignore": ["BX3"]}, ["BX101"], ["BX301"]),
        ({"select": []}, [], ["BX101"]),
    ],
)
def test_the_more_specific_selector_wins(
    selection: dict[str, list[str]], inside: list[str], outside: list[str]
) -> None:
    """Codes, prefixes, names and ALL, as in ruff."""
    codes = [rule.code for rule in select(RULES, **selection)]
    assert set(inside) <= set(codes)
    assert not set(outside) & set(codes)


@pytest.mark.parametrize(
    ("selector", "nearest"), [("BX1O1", "BX101"), ("zero-aera-box", "zero-area-box"), ("BX999", "BX"), ("", "boxlint")]
)
def test_an_unknown_selector_names_the_nearest(selector: str, nearest: str) -> None:
    """Or the command that lists them."""
    with pytest.raises(UserError, match=nearest):
        select(RULES, [selector])


def test_a_rule_is_found_by_code_or_name_in_any_case() -> None:
    """As people type it."""
    assert find_rule(RULES, "bx101") is find_rule(RULES, "Zero-Area-Box") is RULES["BX101"]
