"""What a run judged: an entry that it could not have found again is not stale."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct

from boxlint.baseline import Baseline, Kind
from boxlint.baseline.moves import find_moves, folder_moves
from boxlint.path_names import paths_from
from boxlint.path_patterns import are_within
from boxlint.requirements import columns_read, compares_splits, looks_beyond_files
from boxlint.ruleset import Rule
from boxlint.tables import Table, Tables
from boxlint.variation import ByFormat

_OF_IMAGE_FILES: Final = frozenset(
    f"image.{name}"
    for name in ("header_width", "header_height", "orientation", "is_missing_file", "header_problem", "content_digest")
)

_SETS: Final = ("category", "file_set")


class Scope(Struct, frozen=True):
    """What a run judged.

    `folders` are the absolute paths of those that were named. `formats` are those of the files that were read, and of
    their file sets, by path from the root; `unreadable` are the files among them of which nothing is known, `parts`
    those that were read without some others of their set. `rules` are those that were judged, by code. `has_images`:
    image files were looked at; `has_all`: so was everything below the root, where other splits may be.
    """

    root: Path
    folders: Sequence[str]
    formats: Mapping[str, str]
    unreadable: frozenset[str]
    parts: frozenset[str]
    rules: Mapping[str, Rule]
    severities: Mapping[str, str | ByFormat[str]]
    has_images: bool
    has_all: bool

    def is_gone(self, file: str) -> bool:
        """Whether a path was not read because nothing is there any more."""
        return file not in self.formats and not os.path.lexists(self.root / file)

    def judges(self, file: str, kind: Kind, known: Collection[Kind]) -> bool:
        """Whether a finding of a kind in a file would have been found.

        `known` are all kinds of which the file has entries.
        """
        rule = self.rules.get(kind.code)
        if rule is None or kind.table not in rule.on or file in self.unreadable:
            return False
        if self.is_gone(file):  # nothing can be found there, whatever was looked at
            path = os.path.normpath(self.root / file)
            return any(path.startswith(os.path.join(folder, "")) for folder in self.folders)
        if file not in self.formats or (not self.has_images and not _OF_IMAGE_FILES.isdisjoint(columns_read(rule))):
            return False
        if file in self.parts and (kind.table in _SETS or looks_beyond_files(rule)):
            return False
        if not self.has_all and compares_splits(rule):
            return False
        if rule.judges_verdicts and any(other.code not in self.rules for other in known):
            return False
        severity = self.severities.get(kind.code, rule.severity)
        return not isinstance(severity, ByFormat) or severity.of(self.formats[file]) != "off"

    def moves(self, baseline: Baseline) -> dict[str, str]:
        """The files and folders of a baseline that are gone, with what they became."""
        gone = [file for file in baseline.files if self.is_gone(file)]
        if not gone:
            return {}
        moves = find_moves(gone, [file for file in self.formats if file not in baseline.files])
        # a folder that has another name now is told by its files
        folders = folder_moves([file for file in gone if file not in moves], moves)
        taken = {*baseline.files, *moves.values()}
        return moves | {folder: new for folder, new in folders.items() if new in self.formats and new not in taken}


def find_scope(
    tables: Tables,
    root: Path,
    paths: Sequence[Path],
    selected: Sequence[Rule],
    severities: Mapping[str, str | ByFormat[str]],
    *,
    has_images: bool,
) -> Scope:
    """What a run over `paths` by the selected rules judged."""
    from_root = paths_from(str(root))
    files = tables.files
    sets = tables.file_sets["path"]
    part_sets = {row for row in range(len(tables.file_sets)) if not are_within(paths, sets.at(row))}
    parts = [files["path"].at(row) for row, own in enumerate(files["file_set"].tolist()) if own in part_sets]
    is_broken = np.flatnonzero(files["is_unreadable"] | files["is_lfs_pointer"]).tolist()
    return Scope(
        root=root,
        folders=[os.path.abspath(path) for path in paths if path.is_dir()],
        formats={from_root(path): name for table in (tables.file_sets, files) for path, name in _formats(table)},
        unreadable=frozenset(from_root(files["path"].at(row)) for row in is_broken),
        parts=frozenset(map(from_root, [*parts, *(sets.at(row) for row in part_sets)])),
        rules={rule.code: rule for rule in selected},
        severities=severities,
        has_images=has_images,
        has_all=are_within(paths, root),
    )


def _formats(table: Table) -> list[tuple[str, str]]:
    """Path and format of each row."""
    return [(table["path"].at(row), table["format"].at(row)) for row in range(len(table))]
