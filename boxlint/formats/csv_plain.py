"""The plain records of a block of CSV at once, by arrays over its text.

A plain record has no quotation mark, as many fields as the header, numbers where numbers belong, and both names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from boxlint.formats.csv_layout import Layout
from boxlint.formats.csv_records import Block
from boxlint.formats.number_lists import read_numbers

_QUOTE, _BLANK, _ONE = b'" 1'


class PlainRecords(Struct, frozen=True):
    """The plain records (P,) of a block: `rows` in it, `boxes` (P, 4), `sizes` (P, 2) or (0, 2) where none is written.

    `images` and `categories` (P,) int64 are places in the lists of their names. `image_starts` and `image_ends` (P,)
    are where the image is named, in its record.
    """

    rows: Any
    boxes: Any
    sizes: Any
    images: Any
    image_names: Sequence[str]
    categories: Any
    category_names: Sequence[str]
    are_crowds: Any
    image_starts: Any
    image_ends: Any

    def first_rows(self) -> dict[str, int]:
        """The row in the block in which each image is named first."""
        _, first = np.unique(self.images, return_index=True)
        return dict(zip(self.image_names, self.rows[first].tolist(), strict=True))

    def image_span(self, row: int) -> tuple[int, int]:
        """Where the image of a record is named, in the record; `row` is that in the block."""
        place = int(np.searchsorted(self.rows, row))
        return int(self.image_starts[place]), int(self.image_ends[place])


def read_plain(block: Block, layout: Layout, first: int) -> PlainRecords:
    """The plain records of a block from one on; the others are left to be read by themselves."""
    # a last line without an end gets one
    symbols = np.frombuffer(block.text + b"\n", np.uint8)
    rows, starts, ends = _fields(block, symbols, layout, first)
    width = len(layout.boxes) + len(layout.sizes)
    numbers, are_numbers = _numbers(symbols, starts, ends, (*layout.boxes, *layout.sizes), layout.separator)
    image, category = (layout.places[name] for name in (layout.columns.image, layout.columns.category))
    # a name that begins with a blank may be nothing else
    is_plain = are_numbers.all(1) if width else np.ones(len(rows), np.bool_)
    for place in (image, category):
        is_plain &= (ends[:, place] > starts[:, place]) & (symbols[starts[:, place]] > _BLANK)
    rows, starts, ends, numbers = rows[is_plain], starts[is_plain], ends[is_plain], numbers[is_plain]
    images, image_names = _names(symbols, starts[:, image], ends[:, image])
    categories, category_names = _names(symbols, starts[:, category], ends[:, category])
    are_crowds = np.zeros(len(rows), np.bool_)
    if layout.columns.crowd in layout.places:
        crowd = layout.places[layout.columns.crowd]
        are_crowds = (ends[:, crowd] - starts[:, crowd] == 1) & (symbols[starts[:, crowd]] == _ONE)
    begin = block.starts[rows]
    return PlainRecords(
        rows,
        numbers[:, :4],
        numbers[:, 4:] if layout.sizes else np.empty((0, 2)),
        images,
        image_names,
        categories,
        category_names,
        are_crowds,
        starts[:, image] - begin,
        ends[:, image] - begin,
    )


def _fields(block: Block, symbols: Any, layout: Layout, first: int) -> tuple[Any, Any, Any]:
    """The records with the right count of fields and no quotation mark, and where their fields start and end."""
    separators = np.flatnonzero(symbols == layout.separator[0])
    quotes = np.flatnonzero(symbols == _QUOTE)
    before, after = (np.searchsorted(separators, side) for side in (block.starts, block.ends))
    has_quote = np.searchsorted(quotes, block.starts) != np.searchsorted(quotes, block.ends)
    is_candidate = (after - before == layout.count - 1) & ~has_quote
    is_candidate[:first] = False
    rows = np.flatnonzero(is_candidate)
    inner = separators[before[rows][:, None] + np.arange(layout.count - 1)]
    starts = np.column_stack((block.starts[rows], inner + 1))
    ends = np.column_stack((inner, block.ends[rows]))
    return rows, starts, ends


def _numbers(symbols: Any, starts: Any, ends: Any, places: Sequence[int], separator: bytes) -> tuple[Any, Any]:
    """The numbers (P, N) in some columns, and which of them are numbers at all."""
    if not len(starts):
        return np.empty((0, len(places))), np.empty((0, len(places)), np.bool_)
    order = np.argsort(places, kind="stable")
    columns = np.array(places)[order]
    text = _joined(symbols, starts[:, columns].ravel(), ends[:, columns].ravel(), separator)
    values, are_numbers = read_numbers(text, separator)
    back = np.argsort(order, kind="stable")
    shape = (len(starts), len(places))
    return values.reshape(shape)[:, back], are_numbers.reshape(shape)[:, back]


def _names(symbols: Any, starts: Any, ends: Any) -> tuple[Any, list[str]]:
    """The texts in a column as places (P,) in the list of the distinct ones, in the order in which they come."""
    if not len(starts):
        return np.empty(0, np.int64), []
    texts = _joined(symbols, starts, ends, b"\n").split(b"\n")
    codes: dict[bytes, int] = {}
    places = np.fromiter((codes.setdefault(text, len(codes)) for text in texts), np.int64, len(texts))
    return places, [text.decode("utf-8", "replace") for text in codes]


def _joined(symbols: Any, starts: Any, ends: Any, separator: bytes) -> bytes:
    """Texts in order that do not touch, with a separator of one byte between them."""
    steps = np.zeros(len(symbols) + 1, np.int8)
    steps[starts] += 1
    steps[ends + 1] -= 1
    is_inside = np.cumsum(steps[:-1], dtype=np.int8).view(np.bool_)
    parted = symbols.copy()
    parted[ends] = separator[0]
    text: bytes = parted[is_inside].tobytes()
    return text[:-1]
