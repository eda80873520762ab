"""Text columns as numbers, and numbers as texts: each distinct one is made once on the host, rows only index them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from boxlint.arrays import Array, Flags, Numbers, cast, fetch, like, place
from boxlint.tables import Text


def number_texts(text: Text, number: Callable[[str], int], empty: int) -> Array:
    """`number` of each row's text, `empty` where there is none. Shape (N,), int64."""
    return _spread([number(value) for value in text.values], empty, text)


def flag_texts(text: Text, flag: Callable[[str], bool], empty: bool = False) -> Array:
    """`flag` of each row's text, `empty` where there is none. Shape (N,), bool."""
    return cast(_spread([int(flag(value)) for value in text.values], int(empty), text), "bool")


def worded(text: Text, sentences: Sequence[tuple[Flags, str]], numbers: Sequence[Numbers]) -> Text:
    """The text, and where there is none the last sentence whose flag holds, with the row's numbers. Shape (N,)."""
    codes, values = np.array(fetch(text.codes), np.int64), list(text.values)
    chosen = np.full(len(codes), -1)
    for number, (flags, _) in enumerate(sentences):
        chosen[fetch(flags)] = number
    rows = np.flatnonzero((codes < 0) & (chosen >= 0))
    shown = np.column_stack([chosen[rows], *(fetch(column)[rows] for column in numbers)])
    distinct, which = np.unique(shown, axis=0, return_inverse=True)
    codes[rows] = len(values) + which.reshape(-1)
    values += [sentences[int(row[0])][1].format(*row[1:]) for row in distinct.tolist()]
    return Text(like(codes, text.codes), tuple(values))


def _spread(answers: list[int], empty: int, text: Text) -> Array:
    # the last entry is what the code −1 reads
    lookup: Any = np.array([*answers, empty], np.int64)
    on_host = isinstance(text.codes, np.ndarray)
    return place(lookup, None if on_host else str(text.codes.device))[cast(text.codes, "int64")]
