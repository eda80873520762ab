"""The error that is the user's to mend."""

from __future__ import annotations

from collections.abc import Iterable


class UserError(Exception):
    """What the user asked for cannot be done; the message is one sentence for the terminal, with the next step."""


class Interruption(KeyboardInterrupt):
    """The user stopped a run that had begun to write; the message says how far it came."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` where a known word is near, else nothing."""
    from difflib import get_close_matches

    words = list(known)
    close = get_close_matches(word, words, 1, 0.7) or get_close_matches(word.replace("_", "-"), words, 1, 0.7)
    return f"; did you mean {close[0]}?" if close else ""
