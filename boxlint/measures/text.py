"""Text columns as numbers: each distinct text is read once on the host, rows only index the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from boxlint.arrays import Array, cast, place
from boxlint.tables import Text


def number_texts(text: Text, number: Callable[[str], int], empty: int) -> Array:
    """`number` of each row's text, `empty` where there is none. Shape (N,), int64."""
    return _spread([number(value) for value in text.values], empty, text)


def flag_texts(text: Text, flag: Callable[[str], bool], empty: bool = False) -> Array:
    """`flag` of each row's text, `empty` where there is none. Shape (N,), bool."""
    return cast(_spread([int(flag(value)) for value in text.values], int(empty), text), "bool")


def _spread(answers: list[int], empty: int, text: Text) -> Array:
    # the last entry is what the code −1 reads
    lookup: Any = np.array([*answers, empty], np.int64)
    on_host = isinstance(text.codes, np.ndarray)
    return place(lookup, None if on_host else str(text.codes.device))[cast(text.codes, "int64")]
