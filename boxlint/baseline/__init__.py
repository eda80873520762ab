"""Findings that are known: written once, and from then on not reported, so that new ones are seen among old ones.

An entry is the identity of a finding, not a count and no line number. With counts a new fault would take the place of
one that was mended, and nobody would be told; with line numbers every edit above a fault would bring it back. Entries
are kept by file and rule, because that is how people read them, and how a run knows which of them it has judged.

A file that was moved has another path, and its findings would all be new. So entries of a file that is gone go with
a file that has none, if the ends of their paths tell that the one became the other: see `moves`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from boxlint.errors import UserError

NAME: Final = "boxlint-baseline.json"
"""The file at the root of a run that is used where it is there."""

Entry = int | str
"""A finding in its file and rule: the id of an annotation, or what else tells it apart."""


class Kind(Struct, frozen=True, order=True):
    """What an entry is about: a rule, and the table whose row it hits."""

    code: str
    table: str

    def __str__(self) -> str:
        return f"{self.code} {self.table}"


class Known(Struct, frozen=True):
    """One entry with all that it belongs to; `file` is its path from the root."""

    file: str
    kind: Kind
    entry: Entry


class Baseline(Struct, frozen=True):
    """The known findings by path from the root and kind.

    `titles` are the names of their rules by code, `source` is the path of the baseline's own file as it is shown.
    """

    files: Mapping[str, Mapping[Kind, frozenset[Entry]]]
    titles: Mapping[str, str] = {}
    source: str = ""

    def __len__(self) -> int:
        return sum(len(entries) for kinds in self.files.values() for entries in kinds.values())

    def __iter__(self) -> Iterator[Known]:
        for file, kinds in self.files.items():
            for kind, entries in kinds.items():
                yield from (Known(file, kind, entry) for entry in entries)

    def renamed(self, paths: Mapping[str, str]) -> Baseline:
        """The same entries under other paths, old to new; where two become one, those of both."""
        moved = (replace(known, file=paths.get(known.file, known.file)) for known in self)
        return replace(make_baseline(moved, self.titles), source=self.source) if paths else self


NO_ENTRIES: Final = Baseline({})


def make_baseline(known: Iterator[Known], titles: Mapping[str, str]) -> Baseline:
    """The baseline of some entries."""
    files: dict[str, dict[Kind, set[Entry]]] = {}
    for each in known:
        files.setdefault(each.file, {}).setdefault(each.kind, set()).add(each.entry)
    return Baseline(
        {file: {kind: frozenset(entries) for kind, entries in kinds.items()} for file, kinds in files.items()}, titles
    )


def baseline_file(setting: str | bool, root: Path) -> Path | None:
    """The file that the setting `baseline` means, None where it wants none."""
    if setting is False:
        return None
    return root / NAME if setting is True else Path(setting)


def read_wanted(setting: str | bool, root: Path) -> Baseline | None:
    """The baseline that a run is to use: the file that the setting names, or the one at the root if it is there.

    Raises `UserError` for a file that is named and not there, or is no baseline.
    """
    path = baseline_file(setting, root)
    if path is None or (setting is True and not os.path.lexists(path)):
        return None
    if not os.path.lexists(path):
        from boxlint.path_names import shown

        raise UserError(f"baseline {shown(path)}: there is no such file; boxlint baseline writes it")
    from boxlint.baseline.layout import read

    return read(path)
