"""How large the page may still grow."""

from __future__ import annotations

from msgspec import Struct


def size_of(text: str) -> int:
    """The bytes of a text in the file."""
    return len(text.encode("utf-8", "replace"))


class Budget(Struct):
    """`left` bytes for `sharers` that come one after the other, and what did not fit so far."""

    left: int
    sharers: int
    pictures_left_out: int = 0
    cases_left_out: int = 0

    def share(self) -> Share:
        """What the next one may take: as much as each of those that are left, so that the last has as much."""
        share = Share(max(self.left, 0) // max(self.sharers, 1))
        self.sharers -= 1
        return share

    def settle(self, share: Share) -> None:
        """Count what a share has taken."""
        self.left -= share.taken


class Share(Struct):
    """Bytes of one rule."""

    size: int
    taken: int = 0

    def take(self, text: str) -> bool:
        """Whether a text still fits; it is counted then."""
        length = size_of(text)
        if self.taken + length > self.size:
            return False
        self.taken += length
        return True
