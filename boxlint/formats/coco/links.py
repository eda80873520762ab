"""References between records: written ids to row numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.tables import FIRST_TEXT_KEY, MISSING_KEY, Keys

_MOST_PER_ROW: Final = 8
"""Numbers from the least id to the greatest, for each reference and id, up to which a row is kept for each of them."""


def link(references: Keys, ids: Keys) -> Any:
    """For each reference the first row with that id, −1 where there is none. Shape (N,), int64."""
    if len(ids) == 0:
        return np.full(len(references), -1, np.int64)
    wanted = _in_terms_of(references, ids)
    least, greatest = int(ids.numbers.min()), int(ids.numbers.max())
    width = greatest - least + 1
    if width <= _MOST_PER_ROW * (len(wanted) + len(ids)) and least != MISSING_KEY:
        rows = np.full(width + 1, -1, np.int64)
        # the last one that is written stays, and the first row is wanted
        rows[ids.numbers[::-1] - least] = np.arange(len(ids))[::-1]
        return rows[np.where((wanted >= least) & (wanted <= greatest), wanted - least, width)]
    order = np.argsort(ids.numbers, kind="stable")
    ordered = ids.numbers[order]
    found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where((ordered[found] == wanted) & (wanted != MISSING_KEY), order[found], -1)


def _in_terms_of(references: Keys, ids: Keys) -> Any:
    """The reference numbers with texts numbered as they are among the ids; a text that is no id is missing."""
    if not references.values:
        return references.numbers
    codes = {value: FIRST_TEXT_KEY - code for code, value in enumerate(ids.values)}
    numbers = np.array([codes.get(value, MISSING_KEY) for value in references.values], np.int64)
    is_text = (references.numbers <= FIRST_TEXT_KEY) & (references.numbers != MISSING_KEY)
    wanted = references.numbers.copy()
    wanted[is_text] = numbers[FIRST_TEXT_KEY - references.numbers[is_text]]
    return wanted
