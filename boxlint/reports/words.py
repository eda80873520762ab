"""Counts and lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from boxlint.reports.values import printable

_NOUNS: Final = {
    "file_set": ("file set", "file sets"),
    "file": ("file", "files"),
    "image": ("image", "images"),
    "category": ("category", "categories"),
    "annotation": ("annotation", "annotations"),
    "box": ("box", "boxes"),
    "quad": ("quadrilateral", "quadrilaterals"),
    "rotated": ("rotated box", "rotated boxes"),
    "keypoint": ("keypoint", "keypoints"),
    "polygon": ("polygon", "polygons"),
    "mask": ("mask", "masks"),
    "cuboid": ("3-D box", "3-D boxes"),
}


def counted(count: int, table: str) -> str:
    """`1,204 boxes`: a count of rows of a table."""
    return number_of(count, *_NOUNS[table])


def number_of(count: int, one: str, many: str = "") -> str:
    """`1,204 findings`: a count of anything; `many` is for what takes more than an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def few_of(names: Sequence[str], most: int) -> str:
    """`a.json, b.json and 12 more`: names of anybody's, made printable."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(map(printable, names[:most]))}{more}"
