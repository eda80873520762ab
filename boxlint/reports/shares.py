"""Which findings to show where not all fit: errors first, and of each rule some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxlint.findings import RuleHits


def fair_shares(counts: Sequence[int], room: int) -> list[int]:
    """How many to take of each count, at most `room` in all, as evenly as they allow.

    So a rare kind is not lost to a frequent one; what cannot be shared evenly goes to the larger counts.
    """
    shares = [0] * len(counts)
    for place, number in enumerate(sorted(range(len(counts)), key=counts.__getitem__)):
        shares[number] = min(counts[number], room // (len(counts) - place))
        room -= shares[number]
    return shares


def errors_first(hits: Sequence[RuleHits], room: int) -> list[int]:
    """How many findings of each rule to show, `room` in all: warnings get what errors leave."""
    shares = [0] * len(hits)
    for severity in ("error", "warning"):
        numbers = [number for number, part in enumerate(hits) if part.severity == severity]
        for number, share in zip(numbers, fair_shares([len(hits[number]) for number in numbers], room)):
            shares[number] = share
        room -= sum(shares[number] for number in numbers)
    return shares


def left_out(hits: Sequence[RuleHits], shares: Sequence[int]) -> dict[str, int]:
    """By rule, most first, how many findings the shares leave out."""
    left: dict[str, int] = {}
    for part, share in zip(hits, shares):
        if len(part) > share:
            left[part.rule.code] = left.get(part.rule.code, 0) + len(part) - share
    return dict(sorted(left.items(), key=lambda pair: (-pair[1], pair[0])))


def listed(left: Mapping[str, int]) -> str:
    """`1,204 BX202, 3 BX101`."""
    return ", ".join(f"{count:,} {code}" for code, count in left.items())
