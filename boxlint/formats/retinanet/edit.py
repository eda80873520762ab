"""Edit RetinaNet CSV. An image that loses its last object stays as one without objects: `path,,,,,`."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from boxlint.formats.editor import Piece
from boxlint.formats.retinanet.layout import find_layout
from boxlint.syntax.csv.edit import CsvEditor
from boxlint.syntax.csv.layout import head_of
from boxlint.syntax.csv.records import record_end, split_record
from boxlint.text.line_removal import removed_spans
from boxlint.text.source import Buffer

_QUOTE: Final = b'"'


class RetinanetEditor(CsvEditor, frozen=True):
    """What edits one RetinaNet file."""

    def removed_pieces(self, data: Buffer, starts: Any, ends: Any, removed: Any) -> list[Piece]:
        """The spans to cut so that the records where `removed` (N,) holds are gone, objects or images.

        An object goes with its line, but for one of each image that has no other: its line keeps the image. The
        record of an image is the field that names it first; where it goes, its whole line does.
        """
        begin, end = self._lines(data, starts)
        are_images = bool((begin < starts).any() or (end > ends).any())
        emptied = np.zeros(len(removed), np.bool_) if are_images else self._emptied(data, begin, end, removed)
        gone = removed & ~emptied
        whole = zip(removed_spans(data, begin, end, gone), np.flatnonzero(gone).tolist(), strict=True)
        pieces = [(left, right, row) for (left, right), row in whole]
        for row in np.flatnonzero(emptied).tolist():
            pieces += self._values(data, int(begin[row]), int(end[row]), row)
        return sorted(pieces)

    def _lines(self, data: Buffer, starts: Any) -> tuple[Any, Any]:
        """The whole records that some spans begin in."""
        begin = np.array([start - (bytes(data[max(start - 1, 0) : start]) == _QUOTE) for start in starts.tolist()])
        end = np.array([record_end(data, start, self.layout.separator) for start in begin.tolist()])
        return begin.astype(np.int64), end.astype(np.int64)

    def _emptied(self, data: Buffer, starts: Any, ends: Any, removed: Any) -> Any:
        """Which records are the first removed ones of images that keep none. Shape (N,), bool."""
        images = [self._image(bytes(data[start:end])) for start, end in zip(starts.tolist(), ends.tolist())]
        kept = {image for image, is_removed in zip(images, removed.tolist()) if not is_removed} | {""}
        emptied = np.zeros(len(removed), np.bool_)
        for row in np.flatnonzero(removed).tolist():
            emptied[row] = images[row] not in kept
            kept.add(images[row])
        return emptied

    def _image(self, record: bytes) -> str:
        fields = split_record(record, self.layout.separator)
        return fields[0].text if len(fields) == self.layout.count else ""

    def _values(self, data: Buffer, start: int, end: int, row: int) -> list[Piece]:
        """Where the fields of a record are but the first, quotation marks included."""
        fields = split_record(bytes(data[start:end]), self.layout.separator)[1:]
        return [
            (start + field.start - field.is_quoted, start + field.end + field.is_quoted, row)
            for field in fields
            if field.end > field.start or field.is_quoted
        ]


def editor(data: Buffer) -> RetinanetEditor:
    """What edits a file of this text."""
    return RetinanetEditor(find_layout(head_of(data)))
