"""Which of a rule's hits to look at where only a few can be shown: the worst of each image, the worst image first."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxlint.arrays import fetch
from boxlint.columns import Columns
from boxlint.expression import evaluate
from boxlint.findings import RuleHits
from boxlint.names import ancestors


def worst_cases(columns: Columns, hits: RuleHits, count: int) -> list[int]:
    """Positions in the hits, at most `count` of them, of different images as long as there are any.

    Where the rule says nothing of what is worse, they are spread evenly over the images, in file order.
    """
    badness = _badness(columns, hits)
    every = np.arange(len(hits))
    order = every if badness is None else np.lexsort((every, -badness))
    firsts = _first_of_each_image(columns, hits, order)
    if badness is None and len(firsts) > count:
        firsts = firsts[np.arange(count) * len(firsts) // count]
    if len(firsts) < count:
        is_taken = np.zeros(len(hits), np.bool_)
        is_taken[firsts] = True
        firsts = np.concatenate([firsts, order[~is_taken[order]][: count - len(firsts)]])
    chosen: list[int] = firsts[:count].tolist()
    return chosen


def _badness(columns: Columns, hits: RuleHits) -> Any:
    """How bad each hit is, (N,) float64, NaN as the least; None where the rule does not say it."""
    if hits.rule.badness is None:
        return None
    part = columns.at(hits.table, hits.rows)

    def column(name: str) -> Any:
        # what the message shows has been measured already
        return np.array(hits.values[name], np.float64) if name in hits.values else part(hits.table, name)

    with np.errstate(all="ignore"):
        badness = fetch(evaluate(hits.rule.badness, column))
    return np.where(np.isnan(badness), -np.inf, badness)


def _first_of_each_image(columns: Columns, hits: RuleHits, order: Any) -> Any:
    """The first position of each image in an order of the hits; all where they have no image, or are images."""
    if "image" not in ancestors(hits.table):
        return order
    images = columns(hits.table, "image")[hits.rows][order]
    is_first = images < 0
    known = np.flatnonzero(~is_first)
    first = np.full(len(columns.tables.images), -1)
    # written backwards, so that the first of each image stays
    first[images[known][::-1]] = known[::-1]
    is_first[first[first >= 0]] = True
    return order[is_first]
