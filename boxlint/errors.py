"""The error that is the user's to mend."""

from __future__ import annotations

from collections.abc import Iterable


class UserError(Exception):
    """What the user asked for cannot be done; the message is one sentence for the terminal, with the next step."""


class Interruption(KeyboardInterrupt):
    """The user stopped a run that had begun to write; the message says how far it came."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` where a known word is near, else nothing.

    Up to three that begin with the word are all named; of others equally near, the one that begins most like it.
    """
    from difflib import SequenceMatcher, get_close_matches

    words = list(known)
    longer = [name for name in words if len(word) > 2 and name.startswith(word)]
    if 0 < len(longer) < 4:
        return f"; did you mean {' or '.join(longer)}?"
    for spelling in (word, word.replace("_", "-")):
        close = get_close_matches(spelling, words, len(words) or 1, 0.7)
        if close:
            nearness = {name: SequenceMatcher(None, name, spelling).ratio() for name in close}
            best = max(close, key=lambda name: (nearness[name], _shared_start(name, spelling)))
            return f"; did you mean {best}?"
    return ""


def _shared_start(one: str, other: str) -> int:
    """How many characters two words have in common before they differ."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
