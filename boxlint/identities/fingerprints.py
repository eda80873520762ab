"""Identities in few digits, made when they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from boxlint.identities import DIGEST_BYTES, Identities

if TYPE_CHECKING:
    from boxlint.findings import RuleHits

_TOGETHER: Final = 256
"""Findings whose fingerprints are made when one of them is asked for."""


class Fingerprints(Struct, frozen=True, eq=False):
    """The fingerprints of one rule's findings, some together when one of them is asked for."""

    identities: Identities
    hits: RuleHits
    made: dict[int, bytes] = {}

    def at(self, position: int) -> str:
        """The fingerprint of one finding: 16 hexadecimal digits."""
        part, place = divmod(position, _TOGETHER)
        if part not in self.made:
            found = self.identities.of(self.hits, slice(part * _TOGETHER, (part + 1) * _TOGETHER))
            code, table = self.hits.rule.code, self.hits.table
            self.made[part] = b"".join(identity.digest(code, table) for identity in found)
        return self.made[part][place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES].hex()


class Fingerprint(Struct, frozen=True, eq=False):
    """The fingerprint of one finding, made when it is looked at: few findings of many are.

    A copy, in another process or in a file, has the text instead: it takes no dataset with it.
    """

    source: Fingerprints | str
    position: int = 0

    def __str__(self) -> str:
        return self.source if isinstance(self.source, str) else self.source.at(self.position)

    def __reduce__(self) -> tuple[type[Fingerprint], tuple[str]]:
        return Fingerprint, (str(self),)

    def __repr__(self) -> str:
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))
