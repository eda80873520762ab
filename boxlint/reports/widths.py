"""How wide strangers' text is where every character takes one column or two, as in a terminal."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from boxlint.reports.values import printable


def columns_of(text: str) -> int:
    """The columns that a text takes: wide characters two, accents that stand over another none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def shortened(text: str, most: int) -> str:
    """Printable text that takes at most so many columns, cut with an ellipsis."""
    text = printable(text)
    if columns_of(text) <= most:
        return text
    kept, taken = [], 1
    for character in text:
        taken += _columns(character)
        if taken > most:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
