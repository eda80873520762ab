"""The columns of TensorFlow CSV, as the scripts around its object detection API write them."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from boxlint.formats.csv_layout import Columns, Layout, by_header, headers

COLUMNS: Final = Columns(
    image="filename", category="class", box=("xmin", "ymin", "xmax", "ymax"), size=("width", "height")
)


def find_layout(text: bytes) -> Layout | None:
    """The layout of a text whose header has these columns, None for any other.

    Where none is called `class`, the one column that is called like nothing else here holds the category.
    """
    known = by_header(COLUMNS, text)
    if known is not None:
        return known
    own = {name.lower() for name in (*COLUMNS.needed, *COLUMNS.size)}
    for _, _, fields in headers(text):
        others = [name for name in fields if name.lower() not in own]
        if len(others) == 1 and "class" not in map(str.lower, fields):
            found = by_header(replace(COLUMNS, category=others[0]), text)
            if found is not None:
                return found
    return None
