"""Edit RetinaNet CSV. An image that loses its last object stays as one without objects: `path,,,,,`."""

from __future__ import annotations

from typing import Any

from boxlint.formats.csv_edit import CsvEditor
from boxlint.formats.csv_layout import head_of
from boxlint.formats.csv_records import split_record
from boxlint.formats.retinanet.layout import find_layout
from boxlint.formats.text import Buffer


class RetinanetEditor(CsvEditor, frozen=True):
    """What edits one RetinaNet file."""

    def removed_spans(self, data: Buffer, starts: Any, ends: Any, removed: Any) -> list[tuple[int, int]]:
        """The spans to cut so that the objects where `removed` (N,) holds are gone.

        A record goes with its line end, but for one of each image that has no other: of that the fields go.
        """
        images = [self._image(bytes(data[start:end])) for start, end in zip(starts.tolist(), ends.tolist())]
        left = {image for image, is_removed in zip(images, removed.tolist()) if not is_removed}
        gone, emptied = removed.copy(), []
        for row in removed.nonzero()[0].tolist():
            if images[row] and images[row] not in left:
                left.add(images[row])
                emptied += self._values(bytes(data[starts[row] : ends[row]]), int(starts[row]))
                gone[row] = False
        return sorted([*super().removed_spans(data, starts, ends, gone), *emptied])

    def _image(self, record: bytes) -> str:
        return split_record(record, self.layout.separator)[0].text

    def _values(self, record: bytes, start: int) -> list[tuple[int, int]]:
        """Where the fields after the first are, quotes included, in a text in which the record has this start."""
        fields = split_record(record, self.layout.separator)[1:]
        return [
            (start + field.start - field.is_quoted, start + field.end + field.is_quoted)
            for field in fields
            if field.end > field.start
        ]


def editor(data: Buffer) -> RetinanetEditor:
    """What edits a file of this text."""
    return RetinanetEditor(find_layout(head_of(data)))
