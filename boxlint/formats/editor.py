"""What edits the files of a format: the functions of its module `edit`, and what stands for those that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.text.editing import FieldEdit, Mask, Values
from boxlint.text.source import Buffer

Span = tuple[int, int]
"""Start and end in bytes."""
Piece = tuple[int, int, int]
"""A span to cut, and the place of the record that it is cut for."""
Beside = tuple[Any, Any, Any]
"""The items of a list beside that of the records: the place of each one's record, −1 for none, and its span. (K,)."""


def _nothing_beside(_data: Buffer, _starts: Any) -> Iterable[Beside]:
    return ()


def _no_mask(_record: bytes) -> Mask | None:
    return None


def _no_polygons(_record: bytes) -> list[list[float]]:
    return []


class Editor(Struct, frozen=True):
    """The functions by which a format edits its files; the first three are those that every format has.

    `edit_record(table, record, values)`: the edits that give a record other values, as `boxlint.text.editing` has
    them. `removed_spans(data, starts, ends, removed)`: the spans to cut so that the records where `removed` (N,) holds
    are gone; `starts` and `ends` (N,) are all records of a table in one file. `wrapped(records)`: the text of a file
    that holds these annotations and nothing else.

    `removed_pieces`, given the same as `removed_spans`: the spans with their records, where one does not tell the
    other. `pieces_beside(data, starts)`: the lists that go with that of the annotations, item by item.
    `recount(record, removed)`: the edits of an image that writes how many annotations it has, of which so many go.
    `read_mask(record)` and `read_polygons(record)`: what an annotation says, as its file writes it.
    """

    edit_record: Callable[[str, bytes, Values], list[FieldEdit]]
    removed_spans: Callable[[Buffer, Any, Any, Any], list[Span]]
    wrapped: Callable[[Sequence[bytes]], bytes]
    removed_pieces: Callable[[Buffer, Any, Any, Any], list[Piece]] | None = None
    pieces_beside: Callable[[Buffer, Any], Iterable[Beside]] = _nothing_beside
    recount: Callable[[bytes, int], list[FieldEdit]] | None = None
    read_mask: Callable[[bytes], Mask | None] = _no_mask
    read_polygons: Callable[[bytes], list[list[float]]] = _no_polygons

    def pieces(self, table: str, data: Buffer, starts: Any, ends: Any, removed: Any) -> Iterator[Piece]:
        """What to cut so that records go, each with its part of it; arguments as those of `removed_spans`."""
        if self.removed_pieces is not None:
            yield from self.removed_pieces(data, starts, ends, removed)
            return
        lists: list[Beside] = [(np.arange(len(starts)), starts, ends)]
        if table == "annotation":
            lists += self.pieces_beside(data, starts)
        # the last flag is what −1 reads, an item of no record
        flags = np.append(removed, np.False_)
        for owners, first, last in lists:
            for place, left, right in _divided(self.removed_spans(data, first, last, flags[owners]), first, last):
                yield left, right, int(owners[place])


def editor_of(functions: Any) -> Editor:
    """The editor that has the functions of a module, or of an object."""
    return Editor(**{name: getattr(functions, name) for name in Editor.__struct_fields__ if hasattr(functions, name)})


def _divided(spans: Sequence[Span], starts: Any, ends: Any) -> Iterator[tuple[int, int, int]]:
    """The spans that a format cuts, divided by item: the place of each item that goes, and its part of them."""
    for begin, end in spans:
        within = slice(int(np.searchsorted(starts, begin)), int(np.searchsorted(ends, end, "right")))
        # a span that begins with an item is divided where items begin, any other where they end
        cuts = starts[within][1:] if starts[within.start] == begin else ends[within][:-1]
        bounds = [begin, *cuts.tolist(), end]
        yield from zip(range(within.start, within.stop), bounds, bounds[1:], strict=False)
