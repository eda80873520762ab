"""What findings are known by: the same in every run, wherever a record moves and however its file is written.

A finding's identity is its rule, its table, the path of its file from the root, what its record is called, and its
number among those of which all this is equal. The root is the folder of the configuration, so that the working
directory does not matter. Neither do positions: of records that repeat one another, which one the rule hits depends on
their order in the file, and so they are named as if that were the order of their names.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct

from boxlint.identities.names import Name, Names, in_order, linked
from boxlint.measures.identity import mix, with_a_double
from boxlint.path_names import paths_from
from boxlint.places import records

if TYPE_CHECKING:
    from boxlint.columns import Columns
    from boxlint.findings import RuleHits

DIGEST_BYTES: Final = 8


class Identity(Struct, frozen=True):
    """What a finding is known by within its rule and table; `ordinal` counts equal ones from 0, in file order."""

    path: str
    name: Name
    ordinal: int = 0

    def digest(self, code: str, table: str) -> bytes:
        """64 bits of it, with the rule and the table."""
        # neither is for a report that asks for no fingerprint
        from hashlib import blake2b
        from json import dumps

        text = dumps([code, table, self.path, self.ordinal, *self.name])
        return blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


class Identities:
    """The identities of all findings of a run, worked out rule by rule when they are asked for."""

    def __init__(self, columns: Columns, hits: Sequence[RuleHits], root: str = "") -> None:
        self._columns = columns
        self._tables = columns.tables
        self._names = Names(columns.tables)
        self._hits = hits
        self._from_root = paths_from(root)
        self._paths: dict[int, str] = {}
        self._known: dict[tuple[str, str], tuple[dict[int, int], dict[int, int]]] = {}

    def of(self, hits: RuleHits, chosen: Any = slice(None)) -> list[Identity]:
        """The identities of a rule's findings, or of those that a slice or a flag array chooses."""
        stand_ins, ordinals = self._in_rule(hits)
        rows = hits.rows[chosen]
        numbers = rows.tolist()
        if stand_ins:
            rows = np.array([stand_ins.get(row, row) for row in numbers], np.int64)
        owner, owned = self._records(hits, rows)
        paths = map(self._path, self._places(owner, owned).tolist())
        names = self._names.of(owner, owned)
        if not ordinals:
            return list(map(Identity, paths, names))
        return [
            Identity(path, name, ordinals.get(row, 0)) for row, path, name in zip(numbers, paths, names, strict=True)
        ]

    def within(self, hits: RuleHits, paths: Container[str]) -> Any:
        """Which of a rule's findings are known by one of some paths. Shape (N,), bool."""
        places = self._places(*self._records(hits, hits.rows)) + 1
        counts = np.bincount(places)
        is_within = np.zeros(len(counts), np.bool_)
        # no np.unique: it would import numpy.ma
        for place in np.flatnonzero(counts).tolist():
            is_within[place] = self._path(place - 1) in paths
        return is_within[places]

    def _records(self, hits: RuleHits, rows: Any) -> tuple[str, Any]:
        """The records that rows are findings about: of a rule that speaks once for a parent, that parent."""
        parent = hits.rule.once or hits.rule.identity
        if parent and parent != hits.table:
            owners = self._columns(hits.table, parent)[rows]
            if (owners >= 0).all():
                return parent, owners
        return records(self._columns, hits.table, rows)

    def _in_rule(self, hits: RuleHits) -> tuple[dict[int, int], dict[int, int]]:
        """For some rows that a rule hits, whose name they have instead of theirs, and their ordinals but for 0."""
        key = (hits.rule.code, hits.table)
        if key not in self._known:
            # a rule's severity may differ by format, but is no part of the identity
            parts = [part for part in self._hits if (part.rule.code, part.table) == key]
            rows = np.concatenate([part.rows for part in parts])
            order = np.argsort(rows, kind="stable")
            rows, stand_ins = rows[order], {}
            if hits.rule.related:
                related = np.concatenate([part.related for part in parts])[order]
                stand_ins = self._stand_ins(hits, rows, related)
            self._known[key] = stand_ins, self._ordinals(hits, rows, stand_ins)
        return self._known[key]

    def _stand_ins(self, hits: RuleHits, rows: Any, related: Any) -> dict[int, int]:
        """The rows that would come first of those that they repeat, if names were in order; with the row that does."""
        related_rows = related >= 0
        rows, first = rows[related_rows], related[related_rows]
        # a row may repeat one that repeats another; each step doubles how far that is followed
        for _ in range(64):
            place = np.minimum(np.searchsorted(rows, first), len(rows) - 1)
            repeats = rows[place] == first if len(rows) else np.zeros(0, np.bool_)
            if not repeats.any():
                break
            first = np.where(repeats, first[place], first)
        owner, own = self._records(hits, rows)
        _, other = self._records(hits, first)
        together = self._places(owner, own) == self._places(owner, other)
        rows, first = rows[together], first[together]
        lowest: dict[int, tuple[Any, int]] = {}
        names, others = self._names.of(owner, own[together]), self._names.of(owner, other[together])
        for row, root, name, root_name in zip(rows.tolist(), first.tolist(), names, others, strict=True):
            if name != root_name and in_order(name) < in_order(root_name):
                lowest[root] = min(lowest.get(root, (in_order(name), row)), (in_order(name), row))
        return {row: root for root, (_, row) in lowest.items()}

    def _ordinals(self, hits: RuleHits, rows: Any, stand_ins: dict[int, int]) -> dict[int, int]:
        """The ordinals of the rows that are not the first of their identity."""
        named = np.array([stand_ins.get(row, row) for row in rows.tolist()], np.int64) if stand_ins else rows
        owner, owned = self._records(hits, named)
        places = self._places(owner, owned)
        doubles = with_a_double(mix([places, self._names.digest(owner, owned)]))
        counts: dict[tuple[int, Name], int] = {}
        ordinals = {}
        names = self._names.of(owner, owned[doubles])
        for row, *identity in zip(rows[doubles].tolist(), places[doubles].tolist(), names, strict=True):
            key = (identity[0], identity[1])
            if counts.setdefault(key, 0):
                ordinals[row] = counts[key]
            counts[key] += 1
        return ordinals

    def _places(self, owner: str, owned: Any) -> Any:
        """A number for the path of each record's file, or of its file set where it has no file. Shapes (N,) → (N,)."""
        files, sets = self._tables.files["path"], self._tables.file_sets["path"]
        if owner == "file_set":
            return len(files.values) + sets.codes[owned].astype(np.int64)
        file = owned if owner == "file" else self._tables[owner]["file"][owned]
        places = linked(files.codes, file)
        if owner == "category":
            file_set = self._tables[owner]["file_set"][owned]
            places = np.where(file >= 0, places, len(files.values) + linked(sets.codes, file_set))
        return places

    def _path(self, place: int) -> str:
        """The path that a place stands for, from the root, with "/"."""
        if place not in self._paths:
            files, sets = self._tables.files["path"].values, self._tables.file_sets["path"].values
            shown = files[place] if 0 <= place < len(files) else sets[place - len(files)] if place >= 0 else ""
            self._paths[place] = self._from_root(shown)
        return self._paths[place]
