"""Numbers as annotation files write them."""

from __future__ import annotations


def parse_number(text: str) -> float | None:
    """The number that a text spells, as Python's `float` reads it (`nan` and `inf` too); None where it spells none.

    `1_0` is none: only Python sees a number there.
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return None if "_" in text else number
