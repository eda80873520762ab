"""Where rows stand in their files: found only for the rows that are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct, field

from boxlint.columns import Columns
from boxlint.schema import GEOMETRY
from boxlint.tables import Tables


class Location(Struct, frozen=True):
    """A place: `start` and `end` are offsets in the file's own bytes, `line` and `column` count code points from 1."""

    file: str
    line: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    pointer: str | None = None
    """A JSON pointer or an XPath; None in text formats."""


def records(columns: Columns, table: str, rows: Any) -> tuple[str, Any]:
    """The records that rows of a table belong to, as table and rows: geometry belongs to its annotation."""
    if table in GEOMETRY:
        return "annotation", columns(table, "annotation")[rows]
    return table, rows


class Places(Struct, frozen=True):
    """The places of rows of a dataset; each file is opened once for all rows that `locate` is told."""

    columns: Columns
    found: dict[tuple[str, int], Location] = field(default_factory=dict)

    @property
    def tables(self) -> Tables:
        """The dataset."""
        return self.columns.tables

    def locate(self, wanted: Sequence[tuple[str, Any]]) -> None:
        """Find the places of rows, file by file."""
        from boxlint.formats.locate import Place, locate

        by_file: dict[int, set[tuple[str, int]]] = {}
        for table, rows in wanted:
            for owner, owned in self.standing(table, rows[rows >= 0]):
                files = owned if owner == "file" else self.columns(owner, "file")[owned]
                for row, file in zip(owned.tolist(), files.tolist(), strict=True):
                    if file >= 0:
                        by_file.setdefault(file, set()).add((owner, row))
        for file, rows_of_file in sorted(by_file.items()):
            ordered = sorted(rows_of_file)
            spans = [self.span(table, row) for table, row in ordered]
            path = self.tables.files["path"].at(file)
            encoding = self.tables.files["encoding"].at(file)
            places: list[Place]
            if self.is_rendered(file):
                places = [(None, None, None, None)] * len(spans)
            else:
                places = locate(Path(path), encoding, [start for start, _ in spans], [end for _, end in spans])
            for key, place in zip(ordered, places, strict=True):
                self.found[key] = Location(path, *place, self.pointer(file, *key))

    def is_rendered(self, file: int) -> bool:
        """Whether a file is no text, so that nothing in it has a line."""
        from boxlint.formats.registry import find_format

        format = find_format(self.tables.files["format"].at(file))
        return format is not None and format.is_rendered(self.tables.files["path"].at(file))

    def standing(self, table: str, rows: Any) -> list[tuple[str, Any]]:
        """Where rows stand, as rows of tables that have a place.

        A file set stands where it is one file; a category or an image that only objects name, in the first of them.
        """
        if table in ("file_set", "file"):
            return [("file", self.problem_files(table, rows))]
        if table in ("category", "image"):
            has_record = self.tables[table]["file" if table == "category" else "start"][rows] >= 0
            if not has_record.all():
                first = self.first_annotations(table)[rows[~has_record]]
                return [(table, rows[has_record]), ("annotation", first[first >= 0])]
        return [records(self.columns, table, rows)]

    def first_annotations(self, table: str) -> Any:
        """The first annotation of each category or image, −1 for none. Shape (rows of the table,), int64."""
        owner = self.tables.annotations[table]
        first = np.full(len(self.tables[table]), -1)
        named = np.flatnonzero(owner >= 0)[::-1]
        first[owner[named]] = named
        return first

    def problem_files(self, table: str, rows: Any) -> Any:
        """File rows themselves; a file set has a place only where it is one file."""
        if table == "file":
            return rows
        file_set = self.columns("file", "file_set")
        first = np.full(len(self.tables.file_sets), -1)
        counts = np.bincount(file_set, minlength=len(first))
        first[file_set[::-1]] = np.arange(len(file_set))[::-1]
        return np.array([first[row] for row in rows.tolist() if counts[row] == 1], np.int64)

    def span(self, table: str, row: int) -> tuple[int, int]:
        """Start and end offset in the file's text, −1 where unknown."""
        if table == "file":
            place = int(self.tables.files["problem_start"][row])
            return place, place
        return int(self.tables[table]["start"][row]), int(self.tables[table]["end"][row])

    def pointer(self, file: int, table: str, row: int) -> str | None:
        """The JSON pointer or XPath of a record."""
        from boxlint.formats.registry import pointer

        if table == "file":
            return None
        within = self.within_image(table, row) if self.is_rendered(file) else None
        return pointer(self.tables.files["format"].at(file), table, int(self.tables[table]["index"][row]), within)

    def within_image(self, table: str, row: int) -> tuple[int, int]:
        """The place of the image of an annotation, or of an image, in its file, and that of an annotation in its image.

        Both from 0 on.
        """
        images, owners = self.tables.images["index"], self.tables.annotations["image"]
        if table != "annotation":
            return int(images[row]), 0
        return int(images[owners[row]]), int(np.count_nonzero(owners[:row] == owners[row]))

    def location(self, table: str, row: int) -> Location | None:
        """Where a row stands; of a file set only the path is known."""
        (owner, owned), *others = self.standing(table, np.array([row]))
        for other, rows in others:
            owner, owned = (owner, owned) if len(owned) else (other, rows)
        found = self.found.get((owner, int(owned[0]))) if len(owned) else None
        if found is None and table == "file_set":
            return Location(self.tables.file_sets["path"].at(row))
        return found
