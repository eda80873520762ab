"""The text of a COCO file around its lists of records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from boxlint.text.source import Buffer

LISTS: Final = ("images", "annotations", "categories")


class Skeleton:
    """The text with each of some spans replaced by `0`."""

    def __init__(self, data: Buffer, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        pieces, position = [], 0
        for start, end in self.spans:
            pieces += [bytes(data[position:start]), b"0"]
            position = end
        pieces.append(bytes(data[position:]))
        self.text = b"".join(pieces)

    def source_offset(self, offset: int) -> int:
        """An offset into the skeleton as an offset into the text."""
        for start, end in self.spans:
            if offset <= start:
                break
            offset += end - start - 1
        return offset
