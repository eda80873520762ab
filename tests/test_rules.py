"""The shipped rules: each file's examples are its tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from boxlint.examples import hit_count
from boxlint.names import measures, parameters
from boxlint.rule_faults import rule_faults
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.schema import PLURALS, SCHEMA

RULES = load_rules()


def examples() -> Iterator[Any]:
    """Every example of every rule, with what it must hit."""
    for rule in RULES.values():
        for kind, given in (("bad", rule.bad), ("good", rule.good)):
            for number, example in enumerate(given):
                expected = example.get("count", 1) if kind == "bad" else 0
                yield pytest.param(rule, example, expected, id=f"{rule.code}-{kind}-{number}")


@pytest.mark.parametrize(("rule", "example", "expected"), list(examples()))
def test_example(rule: Rule, example: dict[str, Any], expected: int) -> None:
    """A bad example fires as often as it says, a good one never."""
    assert hit_count(rule, RULES, example) == expected


@pytest.mark.parametrize(("rule", "example", "expected"), list(examples()))
def test_example_on_torch(rule: Rule, example: dict[str, Any], expected: int) -> None:
    """The same on torch tensors."""
    pytest.importorskip("torch")
    assert hit_count(rule, RULES, example, device="cpu") == expected


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
def test_says_what_a_user_needs(rule: Rule) -> None:
    """Each rule tells what happens in training; an error names the values in its message or the thing it is about."""
    assert rule.why.strip()
    assert all(source.startswith(("https://", "http://")) for source in rule.sources or [""])
    assert rule.summary.endswith(".")
    assert not rule.message.endswith(".")


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.parameters], ids=lambda rule: rule.code)
def test_parameter_decides(rule: Rule) -> None:
    """Moving a parameter far enough changes the verdict on an example: its threshold is the one that counts."""
    for name in rule.parameters:
        counts = set()
        for value in (-1e9, 0.0, 0.5, 1.0, 2.0, 1e9):
            given = [
                {**example, "parameters": {**example.get("parameters", {}), name: value}}
                for example in (*rule.bad, *rule.good)
            ]
            counts.add(tuple(hit_count(rule, RULES, example) for example in given))
        assert len(counts) > 1, name


def test_every_measure_is_used() -> None:
    """A measure that no rule reads, directly or through another measure or a link, is dead."""
    used: set[tuple[str, str]] = set()
    waiting = [(table, name) for rule in RULES.values() for table in rule.on for name in (*rule.names, rule.related)]
    while waiting:
        table, name = waiting.pop()
        if (table, name) in used:
            continue
        used.add((table, name))
        if measure := measures(table).get(name):
            waiting += [(table, argument) for argument in parameters(measure)]
        for other, plural in PLURALS.items():
            waiting += [
                (other, name.removeprefix(f"{prefix}_")) for prefix in (other, plural) if name.startswith(prefix)
            ]
    dead = [(table, name) for table in SCHEMA for name in measures(table) if (table, name) not in used]
    assert not dead


@pytest.mark.parametrize("rule", list(RULES.values()), ids=list(RULES))
def test_is_total(rule: Rule) -> None:
    """Every name exists, every type fits, every parameter and message field is used and known."""
    assert list(rule_faults(rule)) == []


def test_examples_come_last() -> None:
    """What a run reads of the rule files, all before the examples, is all the rest of them."""
    short = load_rules(examples=False)
    assert short == {code: replace(rule, bad=(), good=()) for code, rule in RULES.items()}
