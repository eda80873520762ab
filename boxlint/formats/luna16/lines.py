"""The lines of a list of nodules: the header, and what the others hold by its names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from boxlint.formats.text_lines import split_lines

SERIES: Final = "seriesuid"
NUMBERS: Final = ("coordX", "coordY", "coordZ", "diameter_mm")
_NAMES: Final = tuple(name.lower() for name in (SERIES, *NUMBERS))


class Header(Struct, frozen=True):
    """How many fields a line has, and where the series and the four numbers are among them."""

    count: int
    places: tuple[int, ...]


class Nodule(Struct, frozen=True):
    """A line: its number in the file from 1 on, where it starts, its bytes, and its fields."""

    number: int
    start: int
    line: bytes
    fields: list[str]


def read_header(line: str) -> Header | None:
    """What a first line says; None where it does not name all that a nodule has."""
    names = [name.strip().lower() for name in split_fields(line)]
    return Header(len(names), tuple(map(names.index, _NAMES))) if {*_NAMES} <= {*names} else None


def split_fields(line: str) -> list[str]:
    """The fields of a line, with commas between."""
    return next(csv.reader([line]), []) if '"' in line else line.split(",")


def nodules(data: bytes) -> Iterator[Nodule]:
    """The lines after the first that are not blank."""
    lines = ((number, start, line) for number, (start, line) in enumerate(split_lines(data), 1) if line.strip())
    for place, (number, start, line) in enumerate(lines):
        if place:
            yield Nodule(number, start, line, split_fields(line.decode("utf-8", "replace")))


def chosen(header: Header, fields: Sequence[str]) -> tuple[str, list[str]]:
    """The series and the texts of the four numbers among the fields of a line."""
    series, *numbers = (fields[place].strip() for place in header.places)
    return series, numbers
