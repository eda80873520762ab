"""The changes of a dataset so far: what becomes of each record, and which rules want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from msgspec import Struct, field

from boxlint.edits import Edit
from boxlint.repair.sources import Sources
from boxlint.text.editing import FieldEdit, combined
from boxlint.text.source import file_offsets

Record = tuple[str, int]
"""A table and a row in it: an annotation, image, category or file."""

EMPTIED: Final = "emptied"
"""What stands in the place of a rule code for an image that is removed because nothing is left in it."""
_MARK: Final = "byte_order_mark"


class Changeset(Struct):
    """Changes by record, always from the record as its file has it, so that later stages may change it again.

    `values` holds the new value of each neutral field, `rules` the codes that want it, `edits` what this does to
    the record's text. `removed` holds by table the rows that go, with the codes that want it.
    """

    sources: Sources
    values: dict[Record, dict[str, Any]] = field(default_factory=dict)
    rules: dict[Record, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    edits: dict[Record, list[FieldEdit]] = field(default_factory=dict)
    removed: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=lambda: {"annotation": {}, "image": {}})

    def set(self, record: Record, values: Mapping[str, Any], rules: Mapping[str, tuple[str, ...]]) -> bool:
        """Give fields of a record new values; False where that changes nothing of its text."""
        before = self.values.get(record, {})
        wanted = {**before, **values}
        if "polygons" in values:
            wanted["polygons"] = combined(before.get("polygons", {}), values["polygons"])
        edits = self._edits(record, wanted)
        earlier = self.edits.get(record, [])
        places = {edit.field for edit in edits} | {(edit.start, edit.end) for edit in edits}
        # a value that cannot be written leaves those that could
        if edits == earlier or any(places.isdisjoint((edit.field, (edit.start, edit.end))) for edit in earlier):
            return False
        self.values[record] = wanted
        told = self.rules.setdefault(record, {})
        for name, codes in rules.items():
            told[name] = tuple(dict.fromkeys((*told.get(name, ()), *codes)))
        self.edits[record] = edits
        return True

    def _edits(self, record: Record, values: Mapping[str, Any]) -> list[FieldEdit]:
        table, row = record
        file = self._file(record)
        if _MARK in values:
            mark = [FieldEdit(-self.sources.text(file).mark, 0, b"", _MARK)]
            return mark + self._edits(record, {name: value for name, value in values.items() if name != _MARK})
        if not values:
            return []
        if table == "annotation":
            values = {**values, **self._notation(row)}
        return self.sources.editor(file).edit_record(table, self.sources.record(table, row), values)

    def _notation(self, row: int) -> dict[str, Any]:
        """How an annotation writes its shapes where it is not plainly, as neutral fields."""
        files, images = self.sources.tables.files, self.sources.tables.images
        file, image = (int(self.sources.tables.annotations[name][row]) for name in ("file", "image"))
        if files["box_space"].at(file) == "voxel":
            return {"box_mode": files["box_mode"].at(file)}
        if image >= 0 and images["has_fractions"][image]:
            return {"size": (float(images["width"][image]), float(images["height"][image]))}
        return {}

    def _file(self, record: Record) -> int:
        table, row = record
        return row if table == "file" else int(self.sources.tables[table]["file"][row])

    def remove(self, table: str, row: int, code: str) -> bool:
        """Have a row go; False where it goes already."""
        codes = self.removed[table].get(row, ())
        if code not in codes:
            self.removed[table][row] = (*codes, code)
        return not codes

    def text(self, table: str, row: int) -> bytes:
        """The text of a record after its edits."""
        text, position, parts = self.sources.record(table, row), 0, []
        for edit in sorted(self.edits.get((table, row), ()), key=lambda edit: edit.start):
            parts += [text[position : edit.start], edit.replacement]
            position = edit.end
        return b"".join([*parts, text[position:]])

    def files(self) -> list[int]:
        """The files with changes, in order."""
        records = [*self.edits, *((table, row) for table, rows in self.removed.items() for row in rows)]
        return sorted({self._file(record) for record in records})

    def by_file(self) -> Iterator[tuple[int, list[tuple[Edit, Record]]]]:
        """For each file with changes, its edits in order, as offsets into its text, with the record of each."""
        edited: dict[int, list[Record]] = {}
        for record in self.edits:
            edited.setdefault(self._file(record), []).append(record)
        removed: dict[int, list[tuple[str, list[int]]]] = {}
        for table, rows in self.removed.items():
            ordered = np.array(sorted(rows), np.int64)
            files, starts = np.unique(self.sources.tables[table]["file"][ordered], return_index=True)
            for file, part in zip(files.tolist(), np.split(ordered, starts[1:]), strict=False):
                removed.setdefault(file, []).append((table, part.tolist()))
        for file in self.files():
            found = [
                (Edit(start + edit.start, start + edit.end, edit.replacement, self.rules[record][edit.field]), record)
                for record in edited.get(file, ())
                if record[1] not in self.removed.get(record[0], ())
                for start in (self._start(record),)
                for edit in self.edits[record]
            ]
            for table, own in removed.get(file, ()):
                found += self._removals(file, table, own)
            found += self._recounts(file)
            yield file, _disjoint(found)

    def _start(self, record: Record) -> int:
        table, row = record
        return 0 if table == "file" else int(self.sources.tables[table]["start"][row])

    def _removals(self, file: int, table: str, rows: Sequence[int]) -> Iterator[tuple[Edit, Record]]:
        """An edit for each piece of each removed record of a file: together they are the spans that its format cuts."""
        owners = self.sources.tables[table]["file"]
        first, last = (int(place) for place in np.searchsorted(owners, [file, file + 1]))
        removed = np.zeros(last - first, np.bool_)
        removed[np.array(rows) - first] = True
        starts, ends = (self.sources.tables[table][side][first:last] for side in ("start", "end"))
        editor, data = self.sources.editor(file), self.sources.text(file).data
        for left, right, place in editor.pieces(table, data, starts, ends, removed):
            yield Edit(left, right, b"", self.removed[table][first + place]), (table, first + place)

    def _recounts(self, file: int) -> Iterator[tuple[Edit, Record]]:
        """The edits of images that write how many annotations they have, where some of these go."""
        recount, owners = self.sources.editor(file).recount, self.sources.tables.annotations
        if recount is None:
            return
        going: dict[int, list[int]] = {}
        for row in sorted(self.removed["annotation"]):
            if owners["file"][row] == file and int(owners["image"][row]) not in self.removed["image"]:
                going.setdefault(int(owners["image"][row]), []).append(row)
        for image, rows in going.items():
            record = ("image", image)
            codes = tuple(dict.fromkeys(code for row in rows for code in self.removed["annotation"][row]))
            start = self._start(record)
            for edit in recount(self.sources.record(*record), len(rows)):
                yield Edit(start + edit.start, start + edit.end, edit.replacement, codes), record

    def in_bytes(self, file: int, edits: list[Edit]) -> list[Edit]:
        """Edits of a file's text as edits of its own bytes."""
        source = self.sources.text(file)
        offsets = file_offsets(source, [place for edit in edits for place in (max(edit.start, 0), edit.end)])
        codec = "utf-8" if source.encoding == "utf-8-sig" else source.encoding
        return [
            Edit(0 if edit.start < 0 else start, end, edit.replacement.decode().encode(codec), edit.rules)
            for edit, start, end in zip(edits, offsets[::2], offsets[1::2], strict=True)
        ]


def _disjoint(found: list[tuple[Edit, Record]]) -> list[tuple[Edit, Record]]:
    """Edits in order; of two removals that share bytes, such as the line end between them, the second gets the rest."""
    disjoint: list[tuple[Edit, Record]] = []
    for edit, record in sorted(found, key=lambda pair: (pair[0].start, pair[0].end)):
        reached = disjoint[-1][0].end if disjoint else edit.start
        if edit.start < reached and not edit.replacement and not disjoint[-1][0].replacement:
            edit = Edit(reached, max(reached, edit.end), b"", edit.rules)  # noqa: PLW2901
        disjoint.append((edit, record))
    return disjoint
