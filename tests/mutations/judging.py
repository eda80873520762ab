"""Mutations judged: the real readers and rules on clean and mutated datasets, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from boxlint.formats import ReadOptions, SourceFile, read_files
from boxlint.fractions import in_pixels
from boxlint.linter import lint
from boxlint.requirements import wanted_columns
from boxlint.ruleset import Rule
from boxlint.selection import select
from boxlint.splits import with_splits
from tests.mutations.datasets import Dataset
from tests.mutations.operators import Operator
from tests.mutations.sites import Effect, Found, Site, found_by_trial

TRIALS: Final = 50
_ROOT: Final = Path("/nowhere")
_DRAWS: Final = 20


class Outcome(Struct):
    """What came of the trials of one operator in one format."""

    operator: Operator
    kind: str
    trials: int = 0
    recalled: int = 0
    missed: list[Found] = []
    extra: list[Found] = []
    lost: list[Found] = []
    implied: set[str] = set()


def findings_of(
    datasets: Mapping[str, Dataset], rules: Mapping[str, Rule], selected: Sequence[Rule], classes: Sequence[str] | None
) -> dict[str, set[Found]]:
    """The findings of several datasets, each read under its name, together: no rule looks across them."""
    files = [
        SourceFile(_ROOT / name / path, f"{name}/{path}", dataset.format, dataset.content(path))
        for name, dataset in datasets.items()
        for path in dataset.documents
    ]
    options = ReadOptions(classes=tuple(classes) if classes else None, wanted=wanted_columns(selected, rules))
    tables = in_pixels(with_splits(read_files(files, options), {}))
    found = found_by_trial(lint(tables, selected, rules))
    return {name: found.get(name, set()) for name in datasets}


def run_trials(
    operator: Operator, kind: str, cleans: Sequence[Dataset], rules: Mapping[str, Rule], trials: int = TRIALS
) -> Outcome:
    """One operator on clean datasets of one kind, each in turn, at random rows with random values."""
    selected = select(rules, None, [code for code in (*operator.rules, *operator.select) if code in rules])
    batch: dict[str, Dataset] = {f"clean-{number}": clean for number, clean in enumerate(cleans)}
    effects: dict[str, tuple[Effect, Dataset, str]] = {}
    for number in range(trials):
        which = number % len(cleans)
        made = mutate(operator, cleans[which], f"{operator.name} {number}")
        if made is not None:
            batch[str(number)] = made[1]
            effects[str(number)] = (made[0], cleans[which], f"clean-{which}")
    outcome = Outcome(operator, kind, missed=[], extra=[], lost=[], implied=set())
    classes = [name for clean in cleans for name in operator.classes(clean)] if operator.classes else None
    found = findings_of(batch, rules, selected, classes)
    for name, (effect, clean, twin) in effects.items():
        _judge(outcome, effect, clean, rules, found[name], found[twin])
    return outcome


def mutate(operator: Operator, clean: Dataset, seed: str) -> tuple[Effect, Dataset] | None:
    """What an operator makes of a copy; None where the dataset has nothing that it applies to."""
    random = Random(seed)
    for _ in range(_DRAWS):
        dataset = clean.copy()
        try:
            return operator.apply(dataset, random), dataset
        except LookupError:
            continue
    return None


def _judge(
    outcome: Outcome,
    effect: Effect,
    clean: Dataset,
    rules: Mapping[str, Rule],
    found: set[Found],
    before: set[Found],
) -> None:
    operator = outcome.operator
    intended = {(code, site) for code in operator.rules for site in effect.sites}
    new = found - before
    outcome.trials += 1
    outcome.missed += sorted(intended - new)
    outcome.recalled += intended <= new
    extra = new - intended
    allowed = {found for found in extra if found in effect.follows or _is_implied(found, operator, effect)}
    dropping = {site for code, site in intended | allowed if any(fix.action == "drop" for fix in rules[code].fix)}
    allowed |= {("BX902", clean.image(site)) for site in dropping if _is_only_target(clean, site)} & extra
    outcome.extra += sorted(extra - allowed)
    outcome.implied |= {code for code, _ in allowed}
    outcome.lost += sorted(lost for lost in before - found if not _is_gone(lost, operator))


def _is_only_target(clean: Dataset, site: Site) -> bool:
    return (
        site.table == "annotation"
        and int(site.place) < clean.count(clean.documents[site.path])
        and clean.is_alone(site)
    )


def _is_implied(found: Found, operator: Operator, effect: Effect) -> bool:
    """Whether it is an implied rule at an intended site, or within a file or file set that is one."""
    code, where = found
    if code not in operator.implied:
        return False
    return where in effect.sites or any(
        site.table == "file_set" or (site.table == "file" and site.path == where.path) for site in effect.sites
    )


def _is_gone(lost: Found, operator: Operator) -> bool:
    """Whether the mutation takes away what the finding was about."""
    return lost[0] in operator.removes
