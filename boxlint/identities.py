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

from boxlint.measures.identity import mix, with_a_double
from boxlint.path_names import paths_from
from boxlint.places import records
from boxlint.tables import MISSING_KEY, Text

if TYPE_CHECKING:
    from boxlint.columns import Columns
    from boxlint.findings import RuleHits

Name = tuple[int | str | None, ...]
"""What a record is called: an annotation by its id, else by image, category and coordinates; an image by its id and
file name, a category by its id and name. A file or file set has its path and no other name."""

_COORDINATES: Final = {
    "box": ("x_min", "y_min", "x_max", "y_max"),
    "quad": ("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"),
    "rotated": ("center_x", "center_y", "width", "height", "angle"),
    "cuboid": ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max"),
}
_CALLED: Final = {"image": "file_name", "category": "name"}
_TOGETHER: Final = 256
"""Findings whose fingerprints are made when one of them is asked for."""
_DIGEST_BYTES: Final = 8


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
        return blake2b(text.encode(), digest_size=_DIGEST_BYTES).digest()


class Identities:
    """The identities of all findings of a run, worked out rule by rule when they are asked for."""

    def __init__(self, columns: Columns, hits: Sequence[RuleHits], root: str = "") -> None:
        self._columns = columns
        self._tables = columns.tables
        self._hits = hits
        self._from_root = paths_from(root)
        self._paths: dict[int, str] = {}
        self._known: dict[tuple[str, str], tuple[dict[int, int], dict[int, int]]] = {}
        self._geometry: dict[str, Any] = {}

    def of(self, hits: RuleHits, chosen: Any = slice(None)) -> list[Identity]:
        """The identities of a rule's findings, or of those that a slice or a flag array chooses."""
        stand_ins, ordinals = self._in_rule(hits)
        rows = hits.rows[chosen]
        numbers = rows.tolist()
        if stand_ins:
            rows = np.array([stand_ins.get(row, row) for row in numbers], np.int64)
        owner, owned = self._records(hits, rows)
        paths = map(self._path, self._places(owner, owned).tolist())
        names = self._names(owner, owned)
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
        names, others = self._names(owner, own[together]), self._names(owner, other[together])
        for row, root, name, root_name in zip(rows.tolist(), first.tolist(), names, others, strict=True):
            if name != root_name and _in_order(name) < _in_order(root_name):
                lowest[root] = min(lowest.get(root, (_in_order(name), row)), (_in_order(name), row))
        return {row: root for root, (_, row) in lowest.items()}

    def _ordinals(self, hits: RuleHits, rows: Any, stand_ins: dict[int, int]) -> dict[int, int]:
        """The ordinals of the rows that are not the first of their identity."""
        named = np.array([stand_ins.get(row, row) for row in rows.tolist()], np.int64) if stand_ins else rows
        owner, owned = self._records(hits, named)
        places = self._places(owner, owned)
        doubles = with_a_double(mix([places, self._name_digest(owner, owned)]))
        counts: dict[tuple[int, Name], int] = {}
        ordinals = {}
        names = self._names(owner, owned[doubles])
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
        places = _linked(files.codes, file)
        if owner == "category":
            file_set = self._tables[owner]["file_set"][owned]
            places = np.where(file >= 0, places, len(files.values) + _linked(sets.codes, file_set))
        return places

    def _path(self, place: int) -> str:
        """The path that a place stands for, from the root, with "/"."""
        if place not in self._paths:
            files, sets = self._tables.files["path"].values, self._tables.file_sets["path"].values
            shown = files[place] if 0 <= place < len(files) else sets[place - len(files)] if place >= 0 else ""
            self._paths[place] = self._from_root(shown)
        return self._paths[place]

    def _names(self, owner: str, owned: Any) -> list[Name]:
        """What records are called."""
        if owner in ("file", "file_set"):
            return [()] * len(owned)
        table = self._tables[owner]
        numbers = table["id"].numbers[owned]
        written = map(table["id"].named, numbers.tolist())
        if owner in _CALLED:
            return list(zip(written, _texts(table[_CALLED[owner]], owned), strict=True))
        names: list[Name] = list(zip(written, strict=True))
        for place, name in self._described(owned, np.flatnonzero(numbers == MISSING_KEY)):
            names[place] = name
        return names

    def _described(self, annotations: Any, bare: Any) -> list[tuple[int, Name]]:
        """The names of annotations without an id, with their places among all."""
        if not len(bare):
            return []
        rows = annotations[bare]
        table = self._tables.annotations
        images = _texts(self._tables.images["file_name"], table["image"][rows])
        categories = _texts(self._tables.categories["name"], table["category"][rows])
        numbers: list[list[str]] = [[] for _ in images]
        for columns, has in self._coordinates(rows):
            for place, *values in zip(has.tolist(), *(column.tolist() for column in columns), strict=True):
                numbers[place] += map(_number, values)
        names = ((image, category, *own) for image, category, own in zip(images, categories, numbers, strict=True))
        return list(zip(bare.tolist(), names, strict=True))

    def _coordinates(self, annotations: Any) -> list[tuple[list[Any], Any]]:
        """The numbers of each kind of geometry that annotations have, and which of the annotations have it."""
        found = []
        for table, columns in _COORDINATES.items():
            if not len(self._tables[table]):
                continue
            if table not in self._geometry:
                self._geometry[table] = np.full(len(self._tables.annotations), -1)
                self._geometry[table][self._tables[table]["annotation"]] = np.arange(len(self._tables[table]))
            rows = self._geometry[table][annotations]
            has = np.flatnonzero(rows >= 0)
            if len(has):
                # minus zero is zero
                found.append(([self._tables[table][column][rows[has]] + 0.0 for column in columns], has))
        return found

    def _name_digest(self, owner: str, owned: Any) -> Any:
        """A number of what each record is called, the same for the same names. Shapes (N,) → (N,), int64."""
        if owner in ("file", "file_set"):
            return np.zeros(len(owned), np.int64)
        table = self._tables[owner]
        numbers = table["id"].numbers[owned]
        if owner in _CALLED:
            return mix([numbers, _linked(table[_CALLED[owner]].codes, owned)])
        bare = np.flatnonzero(numbers == MISSING_KEY)
        if len(bare):
            rows = owned[bare]
            image = _linked(self._tables.images["file_name"].codes, table["image"][rows])
            category = _linked(self._tables.categories["name"].codes, table["category"][rows])
            digest = mix([image, category])
            for columns, has in self._coordinates(rows):
                bits = [np.where(np.isnan(column), np.nan, column).view(np.int64) for column in columns]
                digest[has] = mix([digest[has], *bits])
            numbers[bare] = digest
        return numbers


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
        return self.made[part][place * _DIGEST_BYTES : (place + 1) * _DIGEST_BYTES].hex()


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


def _linked(codes: Any, rows: Any) -> Any:
    """The codes of a few rows, of which −1 has the code −1. Shapes (M,), (N,) → (N,), int64."""
    if not len(codes):
        return np.full(len(rows), -1)
    return np.where(rows >= 0, codes[rows], -1).astype(np.int64)


def _texts(column: Text, rows: Any) -> list[str]:
    """The texts of some rows, of which −1 is none."""
    return [column.values[code] if code >= 0 else "" for code in _linked(column.codes, rows).tolist()]


def _number(value: float) -> str:
    """The value's text, the shortest that means it."""
    return repr(value).removesuffix(".0")


def _in_order(name: Name) -> list[tuple[int, str]]:
    """A sort key of names, by which 9 comes before 10."""
    return [(len(text), text) for text in map(str, name)]
