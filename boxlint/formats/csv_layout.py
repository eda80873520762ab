"""Where the columns of a CSV file stand, by its header or by what its records hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from boxlint.formats.csv_records import SEPARATORS, split_record
from boxlint.formats.text import HEAD_SIZE, Buffer, decode_head
from boxlint.formats.text_lines import split_lines

_LINES_TRIED: Final = 50


class Columns(Struct, frozen=True):
    """How a format calls the columns that are read: the image's, the category's, `box` x_min, y_min, x_max, y_max.

    `size`: width and height of the image; `crowd`: 1 where a box is around several objects. `are_fractions`: boxes are
    fractions of the sides. `has_negatives`: a record of an image and nothing else is an image without objects.
    """

    image: str
    category: str
    box: tuple[str, str, str, str]
    size: tuple[str, ...] = ()
    crowd: str = ""
    are_fractions: bool = False
    has_negatives: bool = False
    synonyms: tuple[str, ...] = ()
    """How the category's column may be called besides."""

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that every file has."""
        return (self.image, self.category, *self.box)


class Layout(Struct, frozen=True):
    """The columns of one file: their `separator`, the place of each by name, and how many there are.

    `header` is the record that names them, empty where there is none.
    """

    columns: Columns
    separator: bytes
    places: Mapping[str, int]
    count: int
    header: bytes = b""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The places of width and height; none where they are not written."""
        places = [self.places[name] for name in self.columns.size if name in self.places]
        return tuple(places) if len(places) == 2 else ()

    @property
    def boxes(self) -> tuple[int, ...]:
        """The places of x_min, y_min, x_max, y_max."""
        return tuple(self.places[name] for name in self.columns.box)


def head_of(data: Buffer) -> bytes:
    """The first bytes of a text, as formats are told by."""
    return bytes(data[:HEAD_SIZE])


def text_head(head: bytes) -> bytes:
    """The first bytes of a file as UTF-8 without a mark, by whatever they are encoded."""
    return decode_head(head).encode()


def headers(text: bytes) -> Iterator[tuple[bytes, bytes, list[str]]]:
    """The first record of a text, for each separator that parts it: the separator, the record, and its fields."""
    record = next((line for _, line in split_lines(text[:HEAD_SIZE]) if line.strip()), b"")
    for separator in SEPARATORS:
        fields = [field.text.strip() for field in split_record(record, separator)]
        if len(fields) > 1:
            yield separator, record, fields


def by_header(columns: Columns, text: bytes) -> Layout | None:
    """The layout of a text whose header has all needed columns, in upper or lower case; None for any other."""
    for separator, record, fields in headers(text):
        written = {name.lower(): place for place, name in reversed([*enumerate(fields)])}
        known = (*columns.needed, *columns.size, columns.crowd)
        places = {name: written[name.lower()] for name in known if name and name.lower() in written}
        others = [written[name] for name in columns.synonyms if name in written]
        if others:
            places.setdefault(columns.category, others[0])
        if places.keys() >= set(columns.needed):
            return Layout(columns, separator, places, len(fields), record)
    return None


def first_records(text: bytes, separator: bytes) -> list[Sequence[str]]:
    """The fields of the first lines of a text, without the last one where the head cuts it off."""
    lines = [line for _, line in split_lines(text[:HEAD_SIZE])]
    if len(text) >= HEAD_SIZE:
        lines = lines[:-1]
    filled = [line for line in lines if line.strip()][:_LINES_TRIED]
    return [[field.text for field in split_record(line, separator)] for line in filled]
