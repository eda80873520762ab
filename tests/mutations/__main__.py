"""Run all operators on generated datasets, and on real ones where there are any, and print the table."""

from __future__ import annotations

import sys
from collections import Counter

from boxlint.rule_files import load_rules
from tests.mutations.generate import KINDS, generate
from tests.mutations.judging import run_trials
from tests.mutations.operators import OPERATORS
from tests.mutations.table import table


def main() -> int:
    """1 where an operator is missed or brings about more than it should."""
    rules = load_rules(examples=False)
    outcomes, waiting = [], []
    wanted = sys.argv[1:]
    for kind in KINDS:
        for operator in OPERATORS:
            if kind not in operator.kinds or (wanted and operator.name not in wanted):
                continue
            if not rules.keys() >= set(operator.rules):
                waiting.append(f"{operator.name} ({kind}): {' '.join(operator.rules)}")
                continue
            outcomes.append(run_trials(operator, kind, [generate(kind)], rules))
    sys.stdout.write(table(outcomes) + "\n")
    for outcome in outcomes:
        for title in ("missed", "extra", "lost"):
            found = getattr(outcome, title)
            if found:
                sys.stdout.write(f"{title}: {outcome.operator.name} ({outcome.kind}): {len(found)}\n")
                codes = Counter(code for code, _ in found)
                sys.stdout.write(f"   {dict(codes)} {found[:2]}\n")
    sys.stdout.write(f"{len(outcomes)} operators by format, {sum(o.trials for o in outcomes)} trials\n")
    if waiting:
        sys.stdout.write("without their rule yet: " + "; ".join(waiting) + "\n")
    return int(any(o.missed or o.extra or o.lost or not o.trials for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
