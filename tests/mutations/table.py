"""The outcomes as a table."""

from __future__ import annotations

from collections.abc import Iterable

from tests.mutations.judging import Outcome

_HEAD = ("operator", "format", "intended", "trials", "recall", "extra", "implied, as listed")


def table(outcomes: Iterable[Outcome]) -> str:
    """One line an operator and format."""
    lines = [_HEAD, *map(_line, outcomes)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _line(outcome: Outcome) -> tuple[str, ...]:
    recall = f"{100 * outcome.recalled / outcome.trials:.0f} %" if outcome.trials else "-"
    extra = str(len(outcome.extra) + len(outcome.lost))
    intended = " ".join(outcome.operator.rules)
    return (
        outcome.operator.name,
        outcome.kind,
        intended,
        str(outcome.trials),
        recall,
        extra,
        " ".join(sorted(outcome.implied)),
    )
