"""Each fault put into clean data is found where it was put, and nothing else is."""

from __future__ import annotations

import os
from functools import cache
from random import Random

import pytest
from msgspec.structs import replace

from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from tests.mutations.datasets import CocoDataset, Dataset
from tests.mutations.generate import ANNOTATIONS, IMAGES, KINDS, generate
from tests.mutations.judging import TRIALS, findings_of, run_trials
from tests.mutations.operators import OPERATORS, Operator
from tests.mutations.operators.registry import at
from tests.mutations.real import REAL_TRIALS, clean_datasets
from tests.mutations.sites import Effect, Site

CASES = [(operator, kind) for operator in OPERATORS for kind in operator.kinds]
IDS = [f"{kind}-{operator.name.replace(' ', '-')}" for operator, kind in CASES]
RULES = load_rules(examples=False)


@cache
def generated(kind: str) -> Dataset:
    return generate(kind)


def known_rules(operator: Operator) -> dict[str, Rule]:
    """The rules; skips where there is none yet that the operator is for."""
    lacking = [code for code in operator.rules if code not in RULES]
    if lacking:
        pytest.skip(f"there is no rule {lacking[0]}")
    return RULES


@pytest.mark.parametrize("kind", KINDS)
def test_generated_data_is_clean(kind: str) -> None:
    """Of all rules, those that are off included, none has anything to say but that ids are no labels from 0 on."""
    dataset = generated(kind)
    assert len(dataset.rows()) == ANNOTATIONS * len(dataset.documents if kind == "splits" else [1])
    if dataset.syntax != "json":
        assert len(dataset.documents) == IMAGES
    judging = [rule for code, rule in RULES.items() if code != "BX407"]
    assert findings_of({"clean": dataset}, RULES, judging, None) == {"clean": set()}


@pytest.mark.parametrize(("operator", "kind"), CASES, ids=IDS)
def test_operator(operator: Operator, kind: str) -> None:
    """The intended rules fire where the fault is, every time, and only what is listed comes with it."""
    outcome = run_trials(operator, kind, [generated(kind)], known_rules(operator))
    assert outcome.trials >= TRIALS
    assert not outcome.missed
    assert not outcome.extra
    assert not outcome.lost


@pytest.mark.skipif("BOXLINT_REAL_DATA" not in os.environ, reason="BOXLINT_REAL_DATA names no folder")
@pytest.mark.parametrize(("operator", "kind"), CASES, ids=IDS)
def test_operator_on_real_data(operator: Operator, kind: str) -> None:
    """The same on files of public datasets on which the default rules are silent."""
    rules = known_rules(operator)
    cleans = clean_datasets(kind)
    if not cleans:
        pytest.skip(f"no clean file of {kind}")
    outcome = run_trials(operator, kind, cleans, rules, REAL_TRIALS)
    if not outcome.trials:
        pytest.skip("the operator applies to none of the files")
    assert not outcome.missed
    assert not outcome.extra
    assert not outcome.lost


def test_there_are_enough_operators() -> None:
    assert len({operator.name for operator in OPERATORS}) == len(OPERATORS)
    assert len([operator for operator in OPERATORS if set(operator.rules) <= RULES.keys()]) >= 40


def test_every_default_rule_has_an_operator() -> None:
    """But those that need image files or lists of classes, or judge other rules' verdicts."""
    covered = {code for operator in OPERATORS for code in operator.rules}
    enabled = {code for code, rule in RULES.items() if rule.enabled and not rule.judges_verdicts}
    assert enabled - covered <= NOT_IN_MEMORY


NOT_IN_MEMORY = {"BX026", "BX204", "BX206", "BX207", "BX212", "BX701", "BX702", "BX703", "BX704", "BX705"}


def test_the_harness_sees_what_is_missed_extra_and_lost() -> None:
    """So that an operator whose rule is silent, or that does more than it says, fails."""

    def nothing(data: CocoDataset, random: Random) -> Effect:
        return at(random.choice(data.rows()))

    def two_at_once(data: CocoDataset, random: Random) -> Effect:
        first, second = random.sample(data.rows(), 2)
        for row in (first, second):
            data.record(row)["area"] = 0
        return at(first)

    def another(data: CocoDataset, random: Random) -> Effect:
        data.list("annotations")[3]["area"] = 5.0
        return at(Site("annotation", data.path, 3))

    clean = generated("coco")
    plain = Operator("plain", ("coco",), ("BX012",), nothing)
    missed = run_trials(plain, "coco", [clean], RULES, 4)
    assert (missed.recalled, len(missed.missed), missed.extra) == (0, 4, [])
    extra = run_trials(replace(plain, apply=two_at_once), "coco", [clean], RULES, 4)
    assert (extra.recalled, len(extra.extra)) == (4, 4)
    faulty = clean.copy()
    assert isinstance(faulty, CocoDataset)
    faulty.list("annotations")[3]["area"] = -1.0
    lost = run_trials(replace(plain, apply=another), "coco", [faulty], RULES, 4)
    assert {code for code, _ in lost.lost} == {"BX012"}
