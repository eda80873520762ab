"""The examples of a rule, judged and fixed: they are its tests.

`python -m boxlint.examples [CODE …]` runs those of the shipped rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from boxlint.errors import UserError
from boxlint.example_fixes import after_faults
from boxlint.example_tables import Example, example_tables
from boxlint.findings import RuleHits
from boxlint.frameworks.files import load_frameworks
from boxlint.frameworks.forecast import Forecast
from boxlint.linter import lint
from boxlint.rule_files import load_rules
from boxlint.ruleset import Rule
from boxlint.tables import Tables


def failures(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    """What the examples of a rule show to be wrong with it, a sentence each."""
    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        for number, example in enumerate(examples):
            expected = example.get("count", 1) if kind == "bad" else 0
            found = hit_count(rule, rules, example)
            if found != expected:
                yield f"{rule.code} {rule.name}: {kind} example {number} hits {found} rows, expected {expected}"
            for fault in after_faults(rule, rules, example):
                yield f"{rule.code} {rule.name}: {kind} example {number} {fault}"


def refuse_own_rules_that_fail(rules: Mapping[str, Rule]) -> None:
    """Raise `UserError` for a rule that is not shipped and whose examples do not hold: it would mislead."""
    shipped = load_rules()
    for code, rule in rules.items():
        if code not in shipped:
            for fault in failures(rule, rules):
                raise UserError(f"{fault}; `boxlint rules test` runs the examples of a folder")


def hit_count(rule: Rule, rules: Mapping[str, Rule], example: Example, device: str | None = None) -> int:
    """How many rows a rule hits in one of its examples. Raises `UserError` for an example that is none."""
    return sum(map(len, example_hits(rule, rules, example_tables(rule, rules, example), example, device)))


def example_hits(
    rule: Rule, rules: Mapping[str, Rule], tables: Tables, example: Example, device: str | None = None
) -> list[RuleHits]:
    """What a rule hits in the tables of one of its examples, table by table."""
    parameters = {rule.code: dict(example.get("parameters", {}))}
    others = [
        other for other in rules.values() if other is not rule and (rule.judges_verdicts or other.code in rule.replaces)
    ]
    forecast = Forecast(known=lambda: load_frameworks(rules))
    findings = lint(tables, [rule, *others], rules, parameters=parameters, device=device, forecast=forecast)
    return [hits for hits in findings.hits if hits.rule.code == rule.code]


def main(codes: Sequence[str]) -> int:
    """Run the examples of some shipped rules, or of all; prints what fails."""
    rules = load_rules()
    faults = [fault for code, rule in rules.items() if not codes or code in codes for fault in failures(rule, rules)]
    print("\n".join([*faults, f"{len(faults)} failed"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
