"""The conditions of rules, evaluated part by part, and several parts at a time where there are threads for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, zip_longest
from typing import Any, Final, TypeVar

import numpy as np

from boxlint.arrays import Array, full
from boxlint.columns import Columns, Part
from boxlint.expression import evaluate
from boxlint.ruleset import Rule
from boxlint.stages import stage
from boxlint.variation import Threshold, threshold

Parameters = Mapping[str, Mapping[str, Threshold]]
"""The parameters that are not a rule's own, by the code of the rule."""

_NO_PARAMETERS: Final[Mapping[str, Threshold]] = {}
_Answer = TypeVar("_Answer")


def value_of(rule: Rule, parameters: Parameters, columns: Columns | Part, table: str, name: str) -> Any:
    """A column, or a parameter: a number, or a column where it differs by format or category."""
    if name not in rule.parameters:
        return columns(table, name)
    given = parameters.get(rule.code, _NO_PARAMETERS)
    return threshold(given.get(name, rule.parameters[name].default), columns, table)


def flagged(
    columns: Columns, rules: Sequence[Rule], parameters: Parameters, threads: int
) -> dict[tuple[str, str], Array]:
    """The rows for which the conditions of rules hold, by code and table; those without any are left out.

    The same on any number of threads. Tensors are a matter of one: a device has more to do with its own.
    """
    found: dict[tuple[str, str], Array] = {}
    tables = dict.fromkeys(table for rule in rules for table in rule.on)
    # by turns, so that threads make columns of different tables and seldom wait for the same one
    turns = zip_longest(*(columns.parts(table) for table in tables))
    parts = (part for part in chain.from_iterable(turns) if part)
    judge = partial(_judged, rules, parameters)
    shares = threads > 1 and columns.device is None and any(map(columns.is_long, tables))
    for table, rows, hits in _side_by_side(judge, parts, threads) if shares else map(judge, parts):
        for code, flags in hits:
            if (code, table) not in found:
                found[code, table] = full(len(columns.tables[table]), False, "bool", flags)
            found[code, table][rows] = flags
    return found


def _judged(rules: Sequence[Rule], parameters: Parameters, part: Part) -> tuple[str, Any, list[tuple[str, Array]]]:
    """The table and rows of a part, and the flags of the rules that hit any of them, by code."""
    hits = []
    # how numpy takes a division by zero is settled for each thread
    with np.errstate(all="ignore"):
        for rule in rules:
            if part.table in rule.on:
                with stage("rule", rule.code):
                    flags = evaluate(rule.expression, partial(value_of, rule, parameters, part, part.table))
                if flags.any():
                    hits.append((rule.code, flags))
    return part.table, part.rows, hits


def _side_by_side(judge: Callable[[Part], _Answer], parts: Iterable[Part], threads: int) -> Iterator[_Answer]:
    from concurrent.futures import ThreadPoolExecutor

    pool, waiting = ThreadPoolExecutor(threads), list(parts)
    try:
        answers = pool.map(judge, waiting)
    except RuntimeError:
        # no thread can be started, as in some containers
        answers = map(judge, waiting)
    try:
        yield from answers
    finally:
        pool.shutdown(cancel_futures=True)
